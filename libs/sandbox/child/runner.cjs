'use strict';
// The disposable process that holds the isolates. It speaks JSON over the IPC channel, strings in and strings out,
// knows nothing of databases or networks, and ends itself rather than go on in doubt.
//
//   in   { id, source, inputs: [text], timeoutMs (of CPU), memoryMb, alone, limits }
//   out  { ready } | { id, results: [[index, kind, text]] } | { id, fatal: [index, kind, text] } | { id, end, tired }
//
// `kind`: V value (JSON), E error (JSON), T timeout, M memory, L a log line. `alone` gives every input an isolate of its
// own and reports each answer before the next input starts: after a death, the first unanswered input is the culprit.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const ivm = require(process.argv[2]);

process.env.TZ = 'UTC';
const GUEST = readFileSync(join(__dirname, 'guest.js'), 'utf8');
const GRACE_MS = 250;
/** The clock on the wall may show so many times the allowed CPU time: a busy machine must not fail an honest script. */
const WALL_PER_CPU = 4;
const FLUSH_BYTES = 64 * 1024;
const baseRss = process.memoryUsage.rss();

const die = () => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', die);

/** What the watchdog looks at: the input at work and its answers not yet sent. */
let work = null;

setInterval(() => {
  if (work === null) return;
  flush();
  // The isolate's own limit is soft and does not count everything; what the operating system counts is the truth.
  if (process.memoryUsage.rss() - baseRss > work.rssBytes) return fatal('M', 'used more memory than allowed');
  if (work.index < 0) return;
  const { room } = work;
  if (room !== null && room.cpuMs() - work.startedCpu > work.timeoutMs) room.stop();
  // Neither that nor the isolate's own timeout can interrupt every native operation.
  if (performance.now() - work.startedAt > work.timeoutMs * WALL_PER_CPU + GRACE_MS)
    fatal('T', 'ran longer than allowed');
}, 10);

function flush() {
  if (work.answers.length === 0) return;
  process.send({ id: work.id, results: work.answers });
  work.answers = [];
  work.bytes = 0;
}

function fatal(kind, text) {
  const { id, index } = work;
  work = null;
  process.send({ id, fatal: [index, kind, text] }, die);
  setTimeout(die, 200);
}

function answer(index, kind, text) {
  work.answers.push([index, kind, text]);
  work.bytes += text.length;
  if (work.bytes > FLUSH_BYTES) flush();
}

process.on('message', async (job) => {
  const mine = {
    id: job.id,
    index: -1,
    startedAt: Infinity,
    startedCpu: 0,
    room: null,
    timeoutMs: job.timeoutMs,
    rssBytes: (job.memoryMb * 2 + 96) * 1024 * 1024,
    answers: [],
    bytes: 0,
  };
  work = mine;
  let tired = false;
  for (let index = 0; index < job.inputs.length; index++) {
    mine.startedAt = Infinity;
    mine.index = index;
    let outcome;
    try {
      mine.room ??= await open(job, index);
      // Opening has a limit of its own.
      mine.startedAt = performance.now();
      mine.startedCpu = mine.room.cpuMs();
      outcome = await mine.room.run(index, job.inputs[index], job.timeoutMs * WALL_PER_CPU);
    } catch (error) {
      outcome = {
        kind: 'E',
        text: JSON.stringify({
          message: 'the sandbox refused the script: ' + String(error && error.message).slice(0, 200),
        }),
        spoiled: true,
      };
    }
    if (work !== mine) return; // the watchdog has spoken
    answer(index, outcome.kind, outcome.text);
    if (outcome.spoiled || job.alone) {
      tired ||= outcome.spoiled;
      mine.room?.close();
      mine.room = null;
    }
    if (job.alone) await sent(mine);
  }
  mine.room?.close();
  mine.room = null;
  mine.index = -1;
  flush();
  work = null;
  process.send({ id: job.id, end: true, tired });
});

function sent(mine) {
  const results = mine.answers;
  mine.answers = [];
  mine.bytes = 0;
  return new Promise((resolve) => process.send({ id: mine.id, results }, resolve));
}

/** A fresh isolate with a fresh context, the guest's boot done and the user's source compiled in it. */
async function open(job, first) {
  const isolate = new ivm.Isolate({ memoryLimit: job.memoryMb, onCatastrophicError: die });
  let current = first;
  let heard = null;
  let stopped = false;
  const done = new ivm.Callback((turn, text) => {
    if (turn === current && typeof text === 'string') heard = text;
  });
  const say = new ivm.Callback((line) => {
    if (typeof line === 'string' && work !== null) answer(current, 'L', line.slice(0, job.limits.logLength));
  });
  const close = () => {
    try {
      if (!isolate.isDisposed) isolate.dispose();
    } catch {
      die(); // an isolate that cannot be disposed of cannot be trusted with the next contact either
    }
  };
  const stop = () => {
    stopped = true;
    close();
  };
  const cpuMs = () => (isolate.isDisposed ? 0 : Number(isolate.cpuTime) / 1e6);
  const failed = (error) => {
    const message = String(error && error.message);
    if (stopped || /timed out/.test(message)) return { kind: 'T', text: 'ran longer than allowed', spoiled: true };
    if (/memory|disposed|allocation/i.test(message))
      return { kind: 'M', text: 'used more memory than allowed', spoiled: true };
    return { kind: 'E', text: JSON.stringify({ message: message.slice(0, 500) }), spoiled: true };
  };
  const run = async (turn, input, timeout) => {
    current = turn;
    heard = null;
    try {
      await dispatch.apply(undefined, [turn, input], { timeout });
    } catch (error) {
      return failed(error);
    }
    // Nothing outside can settle a promise later: when the queue of microtasks is empty, an open one stays open.
    if (heard === null) return { kind: 'T', text: 'waits for a promise that never settles', spoiled: true };
    return { kind: heard[0], text: heard.slice(1), spoiled: false };
  };
  let dispatch;
  try {
    const context = await isolate.createContext();
    const { output, depth, keys, logs, logLength } = job.limits;
    const args = [done, say, job.source, output, depth, keys, logs, logLength];
    dispatch = await context.evalClosure(GUEST, args, {
      timeout: 5_000,
      result: { reference: true },
    });
  } catch (error) {
    return { close, stop, cpuMs, run: async () => failed(error) };
  }
  return { close, stop, cpuMs, run };
}

process.send({ ready: true });
