import { describe, expect, it } from "vitest";
import { type Column, renderTextTable } from "../../src/render/table.ts";

interface Row {
  readonly name: string;
  readonly place: string;
}

const fixed = (field: string, isOptional: boolean): Column<Row> => ({
  field,
  title: field,
  align: "right",
  optional: isOptional,
  text: () => "1,234,567",
  value: () => 1_234_567,
});

const text = (field: keyof Row, shrinks: boolean): Column<Row> => ({
  field,
  title: field,
  shrinks,
  text: (row) => row[field],
  value: (row) => row[field],
});

const COLUMNS = [
  text("place", false),
  text("name", true),
  fixed("near", true),
  fixed("size", false),
  fixed("share", true),
];
const ROWS: Row[] = [{ name: "n".repeat(60), place: "p".repeat(30) }];

const render = (width: number): string[] => renderTextTable(COLUMNS, ROWS, width).split("\n");

describe("renderTextTable", () => {
  it("leaves out optional columns from the right, then cuts texts, never numbers", () => {
    expect(render(100)[0]).toMatch(/^place +name +near +size +share$/);
    expect(render(80)[0]).toMatch(/^place +name +near +size +share$/);
    expect(render(70)[0]).toMatch(/^place +name +near +size$/);
    expect(render(55)[0]).toMatch(/^place +name +size$/);
    expect(render(40)).toEqual([
      "place                name           size",
      `${"p".repeat(18)}…  nnnnnnn…  1,234,567`,
      "",
    ]);
  });

  it.each([32, 40, 50, 60, 80, 120])("keeps to %i columns", (width) => {
    expect(Math.max(...render(width).map((line) => line.length))).toBeLessThanOrEqual(width);
  });
});
