import type { HeldBy } from "../analysis/change/held-by.ts";
import { formatBytes, formatCount, formatId, formatPercent } from "./format.ts";
import type { CellValue, Column } from "./table.ts";

/** The fields of a row that hold a value of one kind. */
type FieldOf<Row, Value> = {
  [Field in keyof Row]: Row[Field] extends Value ? Field : never;
}[keyof Row] &
  string;

/** Instead of what holds objects that no root leads to. */
export const UNREACHED = "(no root leads here)";

/** A column of counts. */
export function countColumn<Row>(field: FieldOf<Row, number | null>, title: string): Column<Row> {
  return numberColumn(field, title, formatCount);
}

/** A column of bytes. */
export function bytesColumn<Row>(field: FieldOf<Row, number | null>, title: string): Column<Row> {
  return numberColumn(field, title, formatBytes);
}

/** A column of numbers, empty where there is none. */
export function numberColumn<Row>(
  field: FieldOf<Row, number | null>,
  title: string,
  format: (value: number) => string,
): Column<Row> {
  const valueOf = (row: Row): number | null => row[field] as number | null;
  return {
    field,
    title,
    align: "right",
    text: (row) => {
      const value = valueOf(row);
      return value === null ? "" : format(value);
    },
    value: valueOf,
  };
}

/** A column that only machines see. */
export function hiddenColumn<Row>(field: string, value: (row: Row) => CellValue): Column<Row> {
  return { field, title: null, text: () => "", value };
}

/** An example by its id, and all ids that are known in formats for machines. */
export function idColumns<Row extends { readonly ids: readonly number[] }>(): Column<Row>[] {
  return [
    {
      field: "exampleId",
      title: "Example",
      align: "right",
      text: ({ ids }) => (ids.length === 0 ? "" : formatId(ids[0])),
      value: ({ ids }) => ids[0] ?? null,
    },
    hiddenColumn("ids", ({ ids }) => ids.join(" ")),
  ];
}

/**
 * What most of the objects hang on, and how many of them.
 * @param none - text where no root leads to them.
 */
export function heldByColumns<Row extends { readonly heldBy: HeldBy | null }>(
  title: string,
  none = "",
): Column<Row>[] {
  return [
    hiddenColumn("heldByShare", ({ heldBy }) => heldBy?.share ?? null),
    {
      field: "heldBy",
      title,
      shrinks: true,
      text: ({ heldBy }) => (heldBy === null ? none : describeHeldBy(heldBy)),
      value: ({ heldBy }) => heldBy?.code ?? null,
    },
  ];
}

function describeHeldBy({ code, share }: HeldBy): string {
  return `${formatPercent(share).padStart(5)}  ${code}`;
}
