import type { CritiqueIssue } from "../../domain/answer.ts";
import { checkContract } from "../shape/check-contract.ts";
import type { Case } from "./issue.ts";

/** Where the output misses the contract of its skill: a field that is not there or not of its type, or out of bounds. */
export function findContractIssues({ answer, skill }: Case): CritiqueIssue[] {
  const { output, problems } = checkContract(answer.output, skill.output);
  const seen = new Set<string>();
  return problems.flatMap(({ path, message }) => {
    const field = path.split(/[.[]/)[0] ?? path;
    // One fault of a field is enough: the twentieth row is wrong for the same reason as the first.
    if (seen.has(field)) return [];
    seen.add(field);
    const isKept = field in output;
    return [
      {
        category: "COMPLETENESS",
        severity: isKept ? "MEDIUM" : "HIGH",
        message:
          message === "is missing"
            ? `The part "${field}" is missing.`
            : `The part "${field}" is not as it should be: ${message}`,
        evidence: path,
      },
    ];
  });
}
