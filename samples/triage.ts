// Triage of snapshots in a script of one's own: node samples/triage.ts before.heapsnapshot after.heapsnapshot
import { openSnapshot, triageSnapshots } from "heapgraph";

const files = process.argv.slice(2);
const { suspects, counts } = await triageSnapshots(files, { limit: 5 });
console.log(`${counts.high} high, ${counts.medium} medium`);

// One snapshot answers as many questions as one likes; what they share is computed once.
const snapshot = await openSnapshot(files[files.length - 1]);
for (const { severity, finding, ids, bestCut, location } of suspects) {
  console.log(`\n${severity}: ${finding}`);
  if (location !== null) console.log(`  made at   ${location}`);
  if (bestCut !== null) console.log(`  remove    ${bestCut.code}, frees ${bestCut.freedSize} bytes`);
  if (ids.length === 0) continue;
  const [object] = snapshot.paths({ ids: [ids[0]] }).objects;
  for (const { code } of object.paths.slice(0, 1)) console.log(`  for one   ${code}`);
}

const urgent = suspects.filter(({ severity }) => severity === "high");
process.exitCode = urgent.length > 0 ? 3 : 0;
