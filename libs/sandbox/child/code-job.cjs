'use strict';
// A script of the canvas over many contacts. Many share one entry; a contact that dies, takes long or waits is entered
// alone, so that what it gets depends on itself alone.
const { takeRoom, giveRoom } = require('./rooms.cjs');
const { inputTexts } = require('./packed.cjs');
const { begin, send, failureOf } = require('./watch.cjs');

/** An entry for many is left after so long on the wall, to report and be measured anew. */
const SLICE_MS = 40;
/** Entries of single contacts that are handed over together: each is bounded for itself all the same. */
const GROUP = 32;
/** Contacts that are entered one after another once something went wrong among them. */
const CAREFUL = 64;
const FLUSH_BYTES = 64 * 1024;

async function runCode(job, body, program) {
  const watch = begin(job);
  const { output, depth, keys, logs, logLength } = job.limits;
  const key = `code ${job.tenant} ${job.hash}`;
  let texts = null;
  const textOf = (index) => (texts ??= inputTexts(body, job.count))[index];
  let room = null;
  // What shares its entry with nobody is entered alone at once.
  let together = job.count > 1;
  let fault = null;
  const open = async () => {
    room = takeRoom(key, job.memoryMb);
    await room.furnish('code', [program, output, depth, keys, logs, logLength]);
    const answer = await room.enter(['load', together && careful === 0 ? body : '', job.count], 5_000);
    if (answer.startsWith('E')) fault = answer.slice(1);
    if (answer === 'waits') together = false;
    loaded = together && careful === 0;
  };
  let loaded = false;
  const spoil = () => {
    room.close();
    room = null;
  };

  /** Contacts that died, hung or left something behind: after a few the place is left to the next in the queue. */
  let hard = 0;
  const soiled = () => {
    hard += 1;
    spoil();
  };
  // ── Answers, collected until there are enough to be worth a frame.
  let from = 0;
  let kinds = '';
  let answers = [];
  let lines = [];
  let bytes = 0;
  const flush = (sent) => {
    if (kinds !== '')
      send({ t: 'answers', id: job.id, from, kinds, lines, cpuUs: watch.cpuUs }, `[[${answers.join(',')}]]`, sent);
    else sent?.();
    from += kinds.length;
    kinds = '';
    answers = [];
    lines = [];
    bytes = 0;
  };
  const answer = (kind, text, said = []) => {
    if (kind === 'T' || kind === 'M') hard += 1;
    kinds += kind;
    answers.push(text);
    for (const line of said) lines.push(line);
    bytes += text.length;
    if (bytes > FLUSH_BYTES) flush();
  };
  /** Next contact without an answer. */
  const next = () => from + kinds.length;
  /** True: not run, because one before it left something behind. */
  const hear = (said, index) => {
    if (said === '') {
      // Nothing outside can settle a promise later: when the queue of microtasks is empty, an open one stays open.
      return answer('T', JSON.stringify('waits for a promise that never settles'));
    }
    const colon = said.indexOf(':');
    const head = Number(said.slice(0, colon));
    const logged = head === 2 ? [] : JSON.parse(said.slice(colon + 1, colon + 1 + head));
    const rest = said.slice(colon + 1 + head);
    if (rest === 'S') return true;
    answer(
      rest[0],
      rest.slice(1),
      logged.map(([, line]) => [index, line]),
    );
  };

  let careful = job.alone ? Infinity : 0;
  while (next() < job.count && hard < job.yieldAfter) {
    watch.at(next());
    try {
      if (room === null) await open();
    } catch (error) {
      // The guest's own code failed to come up: without a script's doing, so nobody is accused.
      fault = JSON.stringify({
        message: `the sandbox refused the script: ${String(error && error.message).slice(0, 200)}`,
      });
    }
    if (watch.lost) return;
    if (fault !== null) {
      while (next() < job.count) answer('E', fault);
      break;
    }
    if (together && careful === 0) {
      if (!loaded) {
        await room.enter(['load', body, job.count], 5_000);
        loaded = true;
      }
      flush();
      let said;
      try {
        const timeout = watch.entering(room, job.timeoutMs + SLICE_MS);
        said = await room.enter(['together', next(), job.timeoutMs, SLICE_MS], timeout);
        watch.left();
      } catch {
        watch.left();
        if (watch.lost) return;
        spoil();
        careful = CAREFUL;
        continue;
      }
      if (watch.lost) return;
      const colon = said.indexOf(':');
      const head = Number(said.slice(0, colon));
      const report = JSON.parse(said.slice(colon + 1, colon + 1 + head));
      if (report.kinds !== '') {
        const { kinds: all, lines: logged } = report;
        send(
          { t: 'answers', id: job.id, from, kinds: all, lines: logged, cpuUs: watch.cpuUs },
          said.slice(colon + 1 + head),
        );
        from += all.length;
      }
      if (report.stop === 'waits') together = false;
      if (report.stop === 'slow') careful = 1;
      if (report.stop === 'soiled') soiled();
      continue;
    }

    const first = next();
    const size = careful > 0 ? 1 : Math.min(GROUP, job.count - first);
    let failure = null;
    const timeout = watch.entering(room, job.timeoutMs);
    const entries = [];
    for (let i = 0; i < size; i++) entries.push(room.enter(['alone', first + i, textOf(first + i)], timeout));
    entries.push(room.enter(['heard'], timeout));
    for (const entry of entries) entry.catch(() => {});
    let left = false;
    for (let i = 0; i <= size && failure === null && !left; i++) {
      try {
        const said = await entries[i];
        if (i > 0 && hear(said, first + i - 1)) left = true;
      } catch (error) {
        failure = failureOf(error, room);
      }
      watch.left();
      if (watch.lost) return;
      watch.at(first + i);
      if (i < size) watch.entering(room, job.timeoutMs);
    }
    watch.left();
    if (careful > 0) careful -= 1;
    if (left) soiled();
    else if (failure !== null) {
      spoil();
      if (size > 1) careful = CAREFUL;
      else
        answer(
          failure.kind,
          failure.kind === 'E' ? JSON.stringify({ message: failure.text }) : JSON.stringify(failure.text),
        );
    } else if (job.alone) spoil();
    if (job.alone) await new Promise((resolve) => flush(resolve));
  }
  flush();
  if (room !== null) giveRoom(room);
  send({ t: 'end', id: job.id, tired: watch.end(), cpuUs: watch.cpuUs, early: from < job.count }, '');
}

module.exports = { runCode };
