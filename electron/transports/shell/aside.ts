import type { Link } from '../link.ts';
import type { Elevation } from './elevation.ts';
import { readFrame } from './frames.ts';
import { openShell } from './open-shell.ts';

export interface Answer {
  status: number;
  stdout: string;
}

/** Runs one short script of ours in a channel of its own, beside the shell. @throws RoundsError `connect/*` when no channel can be had. */
export async function runAside(link: Link, elevation: Elevation, text: string, limit: number): Promise<Answer> {
  let stdout = '';
  let ended: (status: number) => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const status = new Promise<number>((resolve, reject) => {
    ended = resolve;
    failed = reject;
  });
  status.catch(() => undefined);
  const shell = await openShell(link, {
    elevation,
    limit,
    single: {
      id: 0,
      frame: (prefix) => readFrame(prefix, { id: 0, text, env: {} }),
      sink: {
        started: () => undefined,
        output: (stream, data) => void (stream === 'stdout' && (stdout += data.toString('utf8'))),
        ended: (end) => ended(end.status),
      },
    },
  });
  const timer = setTimeout(() => failed(new Error(`No answer within ${limit} ms`)), limit);
  void shell.ended.then(() => failed(new Error('The channel ended before its script')));
  try {
    return { status: await status, stdout };
  } finally {
    clearTimeout(timer);
    shell.close();
  }
}
