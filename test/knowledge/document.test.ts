import { describe, expect, it } from "vitest";
import { isAppError, type ErrorCode } from "../../src/domain/errors.ts";
import { MAX_DOCUMENT_BYTES, parseDocument } from "../../src/knowledge/document.ts";

function toRefusal(
  document: Parameters<typeof parseDocument>[0],
): { code: ErrorCode; detail: string } | null {
  try {
    parseDocument(document);
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: error.code, detail: error.detail };
  }
}

describe("parseDocument", () => {
  it("takes Markdown and text by filename", () => {
    expect(parseDocument({ filename: "A.MD", content: "x" }).contentType).toBe("text/markdown");
    expect(parseDocument({ filename: "notes/a.txt", content: "x" }).contentType).toBe("text/plain");
  });

  it.each(["plan.pdf", "deck.docx", "noextension", ".pdf"])(
    "refuses %s and says which types work",
    (filename) => {
      const refusal = toRefusal({ filename, content: "x" });
      expect(refusal?.code).toBe("validation_failed");
      expect(refusal?.detail).toContain(".md, .markdown, .txt");
    },
  );

  it("refuses what is empty, unnamed or too large", () => {
    expect(toRefusal({ filename: "a.md", content: " \n# \n" })?.code).toBe("validation_failed");
    expect(toRefusal({ filename: " ", content: "x" })?.code).toBe("validation_failed");
    expect(toRefusal({ filename: `${"a".repeat(255)}.md`, content: "x" })?.code).toBe("validation_failed");
    expect(toRefusal({ filename: "a.md", content: "क".repeat(MAX_DOCUMENT_BYTES / 3 + 1) })?.code).toBe(
      "body_too_large",
    );
    expect(toRefusal({ filename: "a.md", content: "a".repeat(MAX_DOCUMENT_BYTES) })).toBeNull();
  });

  it("makes line ends, tags and unstorable characters uniform", () => {
    const document = parseDocument({
      filename: "a.md",
      content: "\ufeffa\r\nb\u0000\udc00\tc",
      tags: ["X", " x ", ""],
    });
    expect(document.text).toBe("a\nb\ufffd\ufffd\tc");
    expect(document.tags).toEqual(["x"]);
  });
});
