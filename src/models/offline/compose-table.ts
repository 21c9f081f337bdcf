import type { Field } from "../../domain/skill.ts";
import { toIntent } from "./field-intent.ts";
import type { Material } from "./material.ts";
import { listRowEvidence } from "./row-evidence.ts";
import { INDEX_COLUMN, type RowSeed, SOURCE_COLUMN } from "./row-seed.ts";
import { listRowSeeds } from "./row-seeds.ts";
import { type RowContext, toCell } from "./table-cell.ts";

/** Rows of cells for a list of objects; a cell that nothing gives is empty, and is counted as a gap. */
export function composeTable(field: Field, columns: readonly Field[], material: Material): string[][] {
  const hasSourceColumn = columns.some(({ name }) => SOURCE_COLUMN.test(name));
  const rows = listRowSeeds(field, columns, material).map((seed, index) => {
    const nameColumn = findNameColumn(columns, seed);
    const open = listRowEvidence(seed, material);
    const refs = new Set(seed.ref === "" ? [] : [`[${seed.ref}]`]);
    const context: RowContext = { seed, index, open, refs, hasSourceColumn, nameColumn };
    const cells = columns.map((column) => {
      const cell = toCell(column, context, material);
      // Only a cell of the skill itself may have lines.
      return seed.cells.has(column.name) ? cell : cell.replace(/\s*\n\s*/g, " ");
    });
    // Citations are known when the other cells are filled.
    const filled = columns.map((column, at) =>
      SOURCE_COLUMN.test(column.name) ? toRefs(column, context, material) : (cells[at] ?? ""),
    );
    noteGaps(field, columns, filled, seed, material);
    return filled;
  });
  if (rows.length === 0) material.gaps.push({ field: field.name, what: "" });
  return rows;
}

/** A list is never left empty: a row without a source rests on the request. */
function toRefs({ type }: Field, { refs }: RowContext, { phrases }: Material): string {
  return refs.size === 0 && type.kind === "list" ? phrases.theRequest : [...refs].join("; ");
}

/** The column that says what the row is about: the text of a message, else the first text. */
function findNameColumn(columns: readonly Field[], seed: RowSeed): string | undefined {
  const texts = columns.filter(({ type, name }) => {
    return type.kind === "string" && !SOURCE_COLUMN.test(name) && !INDEX_COLUMN.test(name);
  });
  if (seed.kind === "copy") {
    const copy = texts.find((column) => toIntent(column) === "copy");
    if (copy !== undefined) return copy.name;
  }
  if (seed.kind !== "milestone" && seed.kind !== "copy") return texts[0]?.name;
  return texts.find(({ name }) => !/date|when|day|timing|start|end|_on$|channel/.test(name))?.name;
}

function noteGaps(
  field: Field,
  columns: readonly Field[],
  cells: readonly string[],
  seed: RowSeed,
  material: Material,
): void {
  const empty = columns.filter((column, at) => cells[at] === "" && !SOURCE_COLUMN.test(column.name));
  if (empty.length === 0) return;
  const names = empty.map(({ name }) => name.replaceAll("_", " ")).join(", ");
  material.gaps.push({ field: seed.kind === "named" ? seed.name : field.name, what: names });
}
