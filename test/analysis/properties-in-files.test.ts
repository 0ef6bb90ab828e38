import { describe, expect, it } from "vitest";
import { openSnapshot } from "../../src/snapshot.ts";
import { fixturePath } from "../support/real-files.ts";
import { samplePath } from "../support/samples.ts";

describe("property paths", () => {
  it("lead into Maps, Sets and WeakMaps of V8", async () => {
    const snapshot = await openSnapshot(samplePath("leaky-server/warm"));
    const { rows } = snapshot.query(
      `class = SessionCache show .map.get(*), .map.keys(), .map.get("sess-000007").user.email as email, .map.get("none")`,
    );
    expect(rows).toMatchObject([
      { ".map.get(*)": { count: 500 }, ".map.keys()": { count: 500 }, email: "user7@example.com" },
    ]);
    expect(rows[0]['.map.get("none")']).toBeUndefined();
    // Each key is that of its value.
    expect(
      snapshot.query("class = SessionCache and .map.get('sess-000007').id = 'sess-000007'").count,
    ).toBe(1);

    const rights = snapshot.query("class = AdminSession show .id, .rights.values() as rights");
    expect(rights.rows).toHaveLength(100);
    for (const row of rights.rows)
      expect(row["rights"]).toEqual({
        count: 3,
        values: ["read", "write", expect.stringMatching(/^r\d+$/) as string],
      });

    const weak = snapshot.query(
      "class = WeakMap and .values() show .keys(), .values(), .values().tag",
    );
    expect(weak.rows).toMatchObject([
      { ".keys()": { count: 500 }, ".values()": { count: 500 }, ".values().tag": { count: 500 } },
    ]);
  });

  it("lead into Hermes' Maps, and to its numbers", async () => {
    const snapshot = await openSnapshot(samplePath("react-native-hermes/app"));
    const { rows } = snapshot.query(
      'class = Map and .keys() show .keys(), .values(), .get("sess-7").user.score as seven',
    );
    expect(rows).toMatchObject([
      { ".keys()": { count: 500 }, ".values()": { count: 500 }, seven: 7.5 },
    ]);
    // 1.5 + 2.5 + … + 500.5
    expect(snapshot.query("class = Map show sum(.values().user.score) as sum").rows).toEqual([
      { sum: 125_500 },
    ]);
  });

  it("lead into Python's dictionaries, attributes and closures", async () => {
    const snapshot = await openSnapshot(fixturePath("py-mini_a"));
    const { rows } = snapshot.query(
      `class = dict and .__name__ = "__main__" and .__file__ show .get("__file__") as file, .functools.__name__ as name`,
    );
    expect(rows).toEqual([{ file: "/srv/app/py/t_mini.py", name: "functools" }]);
    const frames = snapshot.query(
      "class = DataFrame show ._mgr.axes[*] as axes, .__class__ as type",
    );
    expect(frames.rows.length).toBeGreaterThan(0);
    for (const row of frames.rows)
      expect(row).toMatchObject({ axes: { count: 2 }, type: { class: "<type>" } });
    const lambdas = snapshot.query("name ~ 'handle.<locals>.<lambda>' limit 2 show (df) as df");
    expect(lambdas.rows).toMatchObject([
      { df: { class: "pandas.core.frame.DataFrame" } },
      { df: { class: "pandas.core.frame.DataFrame" } },
    ]);
  });

  it("read the numbers of Chrome's files", async () => {
    const snapshot = await openSnapshot(samplePath("detached-dom/page"));
    const widgets = snapshot.query("class = Widget and .el show sum(.i), min(.i), max(.i), count");
    expect(widgets.rows).toEqual([{ "sum(.i)": 4950, "min(.i)": 0, "max(.i)": 99, count: 100 }]);
    expect(snapshot.query(".state.opened = 1").count).toBe(10);
  });
});
