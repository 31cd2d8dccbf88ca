'use strict';
// The disposable process that holds the isolates. It speaks frames over its standard input and output, texts in and texts
// out, knows nothing of databases or networks, and ends itself rather than go on in doubt. One job at a time.
//
//   in   program { hash } + code | forget { hash } | run {...} + inputs | call {...} + input | replies { id } + replies | stop { id }
//   out  ready | answers {...} + list | turn { id } + what the plugin asks | failed | fatal (then it dies) | end { tired }
process.env.TZ = 'UTC';
const { frame, reader } = require('./frames.cjs');
const { die } = require('./rooms.cjs');
const { runCode } = require('./code-job.cjs');
const { runCall } = require('./plugin-job.cjs');

/** What has been handed over once, by its hash. */
const programs = new Map();

let waiting = null;
const mail = () => new Promise((resolve) => (waiting = resolve));

process.stdin.on(
  'data',
  reader((head, text) => {
    if (head.t === 'program') return programs.set(head.hash, text);
    if (head.t === 'forget') return programs.delete(head.hash);
    if (head.t === 'replies' || head.t === 'stop') {
      const heard = waiting;
      waiting = null;
      return heard?.({ head, text });
    }
    const program = programs.get(head.hash);
    const job = head.t === 'run' ? runCode(head, text, program) : runCall(head, text, program, mail);
    job.catch(die); // a mistake of our own: better no process than one in doubt
  }),
);
process.stdin.on('end', die);
process.stdin.on('error', die);

process.stdout.write(frame({ t: 'ready' }, ''));
