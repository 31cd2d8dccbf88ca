import type { Clock } from '@sojourn/kernel';
import { openDatabase, type Database } from '@sojourn/storage';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import type { FillReport } from './fill.js';
import { claimFilling, keepFilling, type Demo } from './state.js';

/** Where a person reads what the start is doing. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const LOOK_AGAIN_MS = 500;
const SHOW_EVERY_MS = 200;
const KEEP_EVERY_MS = 10_000;

export interface Preparation {
  readonly database: Database;
  readonly clock: Clock;
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir'>;
  readonly screen: Screen;
}

/**
 * Fills the demo workspace when the first start wanted one and nobody has filled it yet; begins anew when a process died over
 * it, waits while another one is at it. A worker must not begin before this is done: the past is lived through in another time.
 */
export async function prepareDemo({ database, clock, config, screen }: Preparation): Promise<FillReport | undefined> {
  const alone = database.dialect.name === 'sqlite';
  for (let waited = false; ; waited = true) {
    const claimed = await claimFilling(database, clock, { alone });
    if (claimed === 'done') return undefined;
    if (claimed !== 'busy') return fillShown(claimed, { database, clock, config, screen });
    if (!waited) screen.write('Waiting for another process to fill the demo workspace...\n');
    await sleep(LOOK_AGAIN_MS);
  }
}

async function fillShown(demo: Demo, { database, clock, config, screen }: Preparation): Promise<FillReport> {
  const began = performance.now();
  const what = 'Filling the demo workspace, once (SOJOURN_DEMO=off leaves it out)';
  screen.write(screen.isTTY ? `${what}...` : `${what}...\n`);
  let shown = began;
  let kept = began;
  const progress = async (share: number): Promise<void> => {
    const at = performance.now();
    if (screen.isTTY && at - shown > SHOW_EVERY_MS) {
      shown = at;
      screen.write(`\r\x1b[K${what}: ${Math.floor(share * 100)} %`);
    }
    if (at - kept < KEEP_EVERY_MS) return;
    kept = at;
    await keepFilling(database, demo, clock.now());
  };
  // A power cut here costs nothing: the next start begins anew. So SQLite need not wait for the disk at every step.
  const quick = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, synchronous: 'NORMAL' });
  try {
    // Later starts do not need it.
    const { fillDemo } = await import('./fill.js');
    const report = await fillDemo(quick, demo, { now: clock.now(), progress });
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const done = `Demo workspace: ${report.contacts} contacts, ${report.events} events, in ${seconds} s.\n`;
    screen.write(screen.isTTY ? `\r\x1b[K${done}` : done);
    return report;
  } finally {
    await quick.close();
  }
}
