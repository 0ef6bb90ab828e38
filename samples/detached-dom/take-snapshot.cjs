'use strict';
// take-snapshot.cjs OUT : opens page.html in headless Chromium, leaks 100 times, writes a heap snapshot.
// Needs Chromium and `npm install chrome-remote-interface`.
const { spawn } = require('child_process'), fs = require('fs'), os = require('os'), path = require('path'), http = require('http');
const CRI = require('chrome-remote-interface');
const OUT = process.argv[2];
const srv = http.createServer((q, r) => { r.setHeader('content-type', 'text/html'); fs.createReadStream(path.join(__dirname, 'page.html')).pipe(r); });
const sleep = ms => new Promise(r => setTimeout(r, ms));
(async () => {
  await new Promise(r => srv.listen(0, '127.0.0.1', r));
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'cr-')), port = 9400 + process.pid % 500;
  const ch = spawn(process.env.CHROMIUM || 'chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--user-data-dir=' + dir, '--remote-debugging-port=' + port, 'about:blank'], { stdio: 'ignore' });
  for (let i = 0; i < 60; i++) { try { await CRI.Version({ port }); break; } catch { await sleep(250); } }
  const c = await CRI({ port, target: await CRI.New({ port, url: 'about:blank' }) });
  await c.Page.enable(); await c.Runtime.enable();
  c.Page.navigate({ url: 'http://127.0.0.1:' + srv.address().port + '/detached.html' });
  await c.Page.loadEventFired(); await sleep(200);
  await c.Runtime.evaluate({ expression: 'leak(100)' });
  const fd = fs.openSync(OUT, 'w');
  c.on('HeapProfiler.addHeapSnapshotChunk', m => fs.writeSync(fd, m.chunk));
  await c.HeapProfiler.enable(); await c.HeapProfiler.collectGarbage(); await c.HeapProfiler.takeHeapSnapshot({ reportProgress: false });
  await sleep(100); fs.closeSync(fd);
  await c.close(); ch.kill(); srv.close(); await sleep(500); fs.rmSync(dir, { recursive: true, force: true });
})().catch(e => { console.error(e); process.exit(1); });
