import { describe, expect, it } from "vitest";
import { RECORD_FIELDS, RECORDING_NAME } from "../../src/recording/recording-format.ts";
import {
  commandLine,
  exitLine,
  heapLine,
  markLine,
  memberLine,
  metaLine,
  processLine,
  totalLine,
} from "../../src/recording/recording-lines.ts";

const MIB = 2 ** 20;
const TIME = 1_795_376_400_250;

describe("lines of a recording", () => {
  it("writes memory in MiB and times in seconds", () => {
    const numbers = { rss: 1.5 * MIB, pss: MIB, uss: 0.25 * MIB, swap: 0 };
    expect(totalLine(numbers, 7, TIME)).toBe("MEM 1.500000 1795376400.2500 1.000 0.250 0.000 7\n");
    expect(memberLine("CHLD", 12, numbers, TIME)).toBe(
      "CHLD 12 1.500 1795376400.2500 1.000 0.250\n",
    );
  });

  it("writes - for what was not sampled", () => {
    expect(totalLine({ rss: MIB }, 1, TIME)).toBe("MEM 1.000000 1795376400.2500 - - - 1\n");
    expect(exitLine(12, undefined, undefined, TIME)).toBe("EXIT 12 - 1795376400.2500 peak=-\n");
  });

  it("keeps text of processes on its line", () => {
    const command = "evil\nMEM 1 2\u001b[31m";
    const facts = { pid: 1, ppid: 0, startTicks: 5, command };
    for (const line of [commandLine(command), processLine(facts), markLine("exec", command, TIME)])
      expect(line.replace(/\n$/, "")).not.toMatch(/\p{Cc}/u);
  });

  it("writes as many fields as the format names", () => {
    const numbers = { rss: 1, pss: 1, uss: 1, swap: 1 };
    const heap = { heapUsed: 1, heapTotal: 1, external: 1, arrayBuffers: 1 };
    const meta = {
      format: "heapgraph-mem/1",
      mem: "tree",
      interval: 1,
      platform: "linux",
      heapgraph: "1",
    } as const;
    const lines = [
      metaLine(meta),
      commandLine("x"),
      processLine({ pid: 1, ppid: 0, startTicks: 5, command: "x" }),
      totalLine(numbers, 1, TIME),
      memberLine("MAIN", 1, numbers, TIME),
      memberLine("CHLD", 1, numbers, TIME),
      heapLine(1, heap, TIME),
      markLine("snapshot", "x", TIME),
      exitLine(1, "SIGKILL", 1, TIME),
    ];
    for (const line of lines) {
      const [word, ...fields] = line.trimEnd().split(" ");
      expect(fields).toHaveLength(RECORD_FIELDS[word as keyof typeof RECORD_FIELDS].length);
    }
  });

  it("knows recordings by name, its own and mprof's", () => {
    expect("recording_20261125035700.dat").toMatch(RECORDING_NAME);
    expect("mprofile_20261125035700.dat").toMatch(RECORDING_NAME);
    expect("other.dat").not.toMatch(RECORDING_NAME);
  });
});
