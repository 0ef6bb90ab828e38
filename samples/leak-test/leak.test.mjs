// node --test samples/leak-test/leak.test.mjs
//
// The first test passes; the second fails, and says what leaks and which reference to remove.
import { test } from "node:test";
import { assertNoLeaks } from "heapgraph";
import { countRequest, countRequestAndLeak } from "./requests.mjs";
import { snapshotsAround } from "./snapshots-around.mjs";

// The runner itself remembers a little of each test: only what is urgent fails.
const budget = { minSeverity: "high", classes: { Request: { growth: 10 } } };

test("counting requests keeps none of them", () =>
  snapshotsAround(
    (time) => countRequest(`user ${time % 10}`),
    (paths) => assertNoLeaks(paths, budget),
  ));

test("counting requests in a list keeps them", () =>
  snapshotsAround(
    (time) => countRequestAndLeak(`user ${time % 10}`),
    (paths) => assertNoLeaks(paths, budget),
  ));
