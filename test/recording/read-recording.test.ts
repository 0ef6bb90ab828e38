import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { RecordingFormatError, SourceError } from "../../src/errors.ts";
import { readRecording } from "../../src/recording/read-recording.ts";
import { readText } from "../support/recordings.ts";

const MIB = 2 ** 20;

const OURS = `META {"format":"heapgraph-mem/1","mem":"tree","interval":0.1,"limit":536870912,"platform":"linux","heapgraph":"0.1.0"}
CMDLINE node app.js --workers 2
PROC 5315 1 360051 node app.js --workers 2
PROC 5316 5315 360060 node app.js --workers 2
PROC 5316 5315 360060 node worker.js
MEM 136.003906 1795376400.2000 113.400 109.700 0.000 2
MAIN 5315 80.102 1795376400.2000 71.200 70.120
CHLD 5316 55.902 1795376400.2000 42.200 39.580
HEAP 5315 31.250 1795376400.2000 40.000 2.100 0.010
NEWS from a later version
MEM 136.003906 1795376400.3000 - - - 2
MARK 1795376400.3500 snapshot 5315 a b.heapsnapshot
MARK 1795376400.3600 phase warm up begin
FUNC app.handle it 100.1 1795376400.3000 120.2 1795376400.9000 1
MEM 80.101562 1795376400.4000 70.000 69.000 0.500 1
EXIT 5316 SIGKILL 1795376400.4000 peak=131.200
MARK 1795376400.4500 phase warm up end
MARK 1795376400.4600 gc
MEM 80.101562 1795376400.5000 - - - 1
`;

const MPROF = `CMDLINE python3 app.py
MEM 10.500000 1795376400.1000
CHLD 77 1.250000 1795376400.1010
MEM 11.500000 1795376400.2000
CHLD 77 2.250000 1795376400.2010
FUNC app.work 10.5000 1795376400.1500 11.0000 1795376400.1900
MEM 12.500000 1795376400.3000
`;

describe("a recording of heapgraph", () => {
  const recording = readText(OURS);

  it("has the samples in bytes, with NaN for what was not sampled", () => {
    const { samples } = recording;
    expect(samples.count).toBe(4);
    expect([...samples.times]).toEqual([1795376400.2, 1795376400.3, 1795376400.4, 1795376400.5]);
    // Whole pages again.
    expect([...samples.rss].map((bytes) => bytes / 4096)).toEqual([34817, 34817, 20506, 20506]);
    expect(samples.pss && [...samples.pss]).toEqual([118_908_928, NaN, 70 * MIB, NaN]);
    expect(samples.swap && [...samples.swap]).toEqual([0, NaN, MIB / 2, NaN]);
    expect(samples.processCounts && [...samples.processCounts]).toEqual([2, 2, 1, 1]);
  });

  it("says what was recorded, and how", () => {
    expect(recording).toMatchObject({
      writtenBy: "heapgraph",
      scope: "tree",
      commandLine: "node app.js --workers 2",
      memoryLimit: 512 * MIB,
      isCut: false,
    });
  });

  it("follows processes from exec to exit", () => {
    const [main, child] = recording.processes;
    expect(main).toMatchObject({ pid: 5315, isMain: true, lastSample: 3, exit: null });
    expect(main.heap?.heapUsed[0]).toBe(31.25 * MIB);
    expect(child).toMatchObject({
      pid: 5316,
      parentPid: 5315,
      startTicks: 360060,
      command: "node worker.js",
      isMain: false,
      lastSample: 1,
      exit: { status: "SIGKILL", time: 1795376400.4, peakRss: 137_573_376 },
    });
    expect(child.rss[0] % 4096).toBe(0);
  });

  it("makes spans of phases and keeps other marks", () => {
    expect(recording.marks).toEqual([
      { time: 1795376400.35, what: "snapshot", pid: 5315, text: "a b.heapsnapshot" },
      { time: 1795376400.46, what: "gc", pid: null, text: "" },
    ]);
    expect(recording.spans).toMatchObject([
      { name: "app.handle it", from: 1795376400.3, to: 1795376400.9, level: 1 },
      { name: "warm up", from: 1795376400.36, to: 1795376400.45, memory: null, level: 0 },
    ]);
  });

  it("takes the pid for another process when it started at another time", () => {
    const again = "PROC 5316 5315 999 sh\nCHLD 5316 1.000 1795376400.5000 - -\n";
    const { processes } = readText(OURS.replace("EXIT 5316 SIGKILL", "NOTE") + again);
    expect(processes.map(({ pid, command, lastSample }) => [pid, command, lastSample])).toEqual([
      [5315, "node app.js --workers 2", 3],
      [5316, "node worker.js", 3],
      [5316, "sh", 3],
    ]);
  });
});

describe("a recording of mprof", () => {
  it("is read with what it has", () => {
    const recording = readText(MPROF);
    expect(recording).toMatchObject({ writtenBy: "mprof", scope: null, memoryLimit: null });
    expect([...recording.samples.rss]).toEqual([10.5 * MIB, 11.5 * MIB, 12.5 * MIB]);
    expect(recording.samples.pss).toBeNull();
    expect(recording.processes).toMatchObject([
      { pid: 77, command: null, startTicks: null, lastSample: 1, isMain: false },
    ]);
    expect(recording.spans).toEqual([
      {
        name: "app.work",
        from: 1795376400.15,
        to: 1795376400.19,
        memory: [10.5 * MIB, 11 * MIB],
        level: null,
      },
    ]);
  });

  it("never runs backwards in time, even if the clock was set back", () => {
    const { samples } = readText("MEM 1 100\nMEM 2 90\nMEM 3 110\n");
    expect([...samples.times]).toEqual([100, 100, 110]);
  });
});

const faultOf = (text: string): unknown => {
  try {
    return readText(text);
  } catch (error) {
    return error;
  }
};

describe("what is no recording", () => {
  it.each([
    ["", "RECORDING_NONE", 1],
    ['{"snapshot":{}}', "RECORDING_NONE", 1],
    ['{"snapshot":\n{}}\n', "RECORDING_NONE", 1],
    ["hello world\n", "RECORDING_NONE", 1],
    ["CMDLINE x\nCMDLINE y\n", "RECORDING_NONE", 3],
    ["MEM 1 2\nMEM x 3\n", "RECORDING_NUMBER", 2],
    ["MEM 1 2\n\nMEM 1\n", "RECORDING_NUMBER", 3],
    ["MEM 1 2\r\nCHLD 5 1\r\n", "RECORDING_NUMBER", 2],
    ["MEM 1 2\nMEM - 3\n", "RECORDING_NUMBER", 2],
    ["MEM 1 2\nPROC 5\n", "RECORDING_FIELDS", 2],
    ["META {}\nMEM 1 2\n", "RECORDING_FIELDS", 1],
    ["META nonsense\nMEM 1 2\n", "RECORDING_FIELDS", 1],
    ['META {"format":"heapgraph-mem/2"}\nMEM 1 2\n', "RECORDING_FIELDS", 1],
    ["MEM 1 2\nFUNC f 1 2\n", "RECORDING_FIELDS", 2],
  ])("%j is refused with the line", (text, code, line) => {
    const fault = faultOf(text);
    expect(fault).toBeInstanceOf(RecordingFormatError);
    expect(fault).toMatchObject({ code, line });
  });

  it("a file of one endless line is given up", () => {
    expect(faultOf(`MEM ${"1".repeat(2 ** 22)}`)).toMatchObject({
      code: "RECORDING_NONE",
      line: 1,
    });
  });
});

describe("files", () => {
  const folder = mkdtempSync(join(tmpdir(), "heapgraph-recordings-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it("are read plain and gzip'd, whatever they are called", async () => {
    const expected = readText(OURS);
    expect(await readRecording(write("plain.dat", OURS))).toEqual(expected);
    expect(await readRecording(write("packed.dat", gzipSync(OURS)))).toEqual(expected);
  });

  it("are named in errors", async () => {
    const path = write("bad.dat", "MEM 1 2\nMEM x\n");
    await expect(readRecording(path, "bad.dat")).rejects.toMatchObject({
      code: "RECORDING_NUMBER",
      path: "bad.dat",
      message: 'line 2: wrong value: expected memory in MiB, found "x"',
    });
    const cut = write("cut.gz", gzipSync(OURS).subarray(0, 90));
    await expect(readRecording(cut)).rejects.toMatchObject({ code: "SOURCE_COMPRESSED" });
    await expect(readRecording(folder)).rejects.toMatchObject({ code: "SOURCE_DIRECTORY" });
    await expect(readRecording(join(folder, "none.dat"))).rejects.toBeInstanceOf(SourceError);
  });
});
