import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../src/analysis/query/query-parser.ts";
import { TextSyntaxError } from "../../../src/errors.ts";

const names = (text: string): string[] => parseQuery(text).columns.map(({ name }) => name);

describe("parseQuery", () => {
  it("takes clauses in any order, words in any case", () => {
    const query = parseQuery(
      "WHERE class = Session Limit 5 show id, retained AS Bytes, .user.name ORDER BY Bytes DESC, id asc",
    );
    expect(query).toMatchObject({
      where: { field: "class", value: "Session" },
      groupBy: null,
      limit: 5,
      columns: [{ name: "id" }, { name: "Bytes" }, { name: ".user.name" }],
      order: [
        { column: { name: "Bytes", subject: { field: "retainedSize" } }, isDescending: true },
        { column: { name: "id" }, isDescending: false },
      ],
    });
  });

  it("shows what a list shows, of groups their size", () => {
    expect(names("limit 3")).toEqual([
      "id",
      "class",
      "name",
      "distance",
      "shallowSize",
      "retainedSize",
    ]);
    expect(names("group by class")).toEqual(["class", "count", "shallowSize", "retainedSize"]);
    expect(parseQuery("detached").order).toMatchObject([
      { column: { name: "retainedSize", aggregate: null }, isDescending: true },
    ]);
    expect(parseQuery("group by class").order).toMatchObject([
      { column: { aggregate: "together" }, isDescending: true },
    ]);
  });

  it("makes one group of all for aggregates alone", () => {
    expect(parseQuery("show count, sum(shallow), avg(.x[*])").groupBy).toEqual([]);
    expect(parseQuery("class = X order by count").groupBy).toEqual([]);
    expect(parseQuery("class = X show id").groupBy).toBeNull();
  });

  it("names columns by the field, by what was written, or as it is told", () => {
    expect(
      names(
        `group by class, .kind show class as 'the class', .kind, count(*), sum( retained ), max(.x["a b"])`,
      ),
    ).toEqual(["the class", ".kind", "count(*)", "sum( retained )", `max(.x["a b"])`]);
    expect(names("show (payload).rows, [0], <map>")).toEqual(["(payload).rows", "[0]", "<map>"]);
  });

  it.each([
    ["", 0, "nothing to look for"],
    [
      "class = Session lmit 3",
      16,
      'expected "and", "or", "group by", "order by", "limit", "show" or the end',
    ],
    [
      "class = Session show id nme",
      24,
      'expected a comma, "group by", "order by", "limit", "show" or the end, got',
    ],
    ["class = Session)", 15, 'nothing is open for this ")"'],
    ["class = Session show", 20, "expected a field, got the end"],
    ["show id,", 8, "expected a field, got the end"],
    ["show id, nme", 9, 'unknown field "nme"; did you mean name?'],
    ["order retained", 6, 'expected "by" after "order", got "retained"'],
    ["group class", 6, 'expected "by" after "group"'],
    ["limit", 5, 'expected a whole number after "limit", got the end'],
    ["limit 2.5", 6, 'expected a whole number after "limit", got "2.5"'],
    ["limit ten", 6, 'got "ten"'],
    ["limit 3 limit 4", 8, 'a second "limit"'],
    ["show id show name", 8, 'a second "show"'],
    ["show sum(name)", 9, "sum takes numbers: name is text"],
    ["show sum(detached)", 9, "detached is true or false"],
    ["show sum retained", 9, 'expected "(" as in sum(retained), got "retained"'],
    ["show sum(retained", 8, 'this "(" is never closed'],
    ["show sum(retained x)", 18, 'expected ")", got "x)"'],
    ["show count(id)", 11, "count counts objects: write count"],
    ["show id as 5", 11, 'expected a name after "as", got "5"'],
    ["show id, shallow as id", 9, 'a second column "id": name it with "as"'],
    ["show id, count", 5, "id differs within a group: a group has count, shallow, retained, and"],
    ["group by class show name", 20, "name differs within a group: a group has class, count"],
    ["group by class order by id", 24, "id differs within a group"],
    ["group by count", 9, "count is made of a group: it cannot make groups"],
    ["group by .tags[*]", 9, "a group needs one value of each object"],
    ["show id order by size", 17, 'unknown field "size"'],
    ["show id as x order by y", 22, 'unknown field "y"'],
    ["retained", 8, 'nothing after "retained"'],
    ["retained limit 3", 9, "expected one of = != < <= > >= ~"],
    ["@123", 0, 'expected a field, got "@123"'],
    ["show (x", 5, 'expected a field, got "(x"'],
  ])("points into %j at column %i", (text, column, message) => {
    try {
      parseQuery(text);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof TextSyntaxError)) throw error;
      expect(error).toMatchObject({ code: "SYNTAX_QUERY", text, column });
      expect(error.message).toContain(message);
    }
  });

  it("gives every random text a query or a column inside of it", () => {
    const word = fc.constantFrom(
      ..."where,and,not,(,),=,>,group,order,by,limit,show,as,desc,sum,count,class,retained,.x,[*],(v),5,'a'".split(
        ",",
      ),
      ",",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const text = words.join(" ");
        try {
          parseQuery(text);
        } catch (error) {
          if (!(error instanceof TextSyntaxError)) throw error;
          expect(error.column).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
