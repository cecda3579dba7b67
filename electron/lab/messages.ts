/** What the lab's owner and its server process say to each other over their IPC channel; its end is the server's end. */

/** One computer as the server process is told to be it. */
export interface ServedComputer {
  /** `TENANT/NAME`. */
  id: string;
  /** Folder that is home, working directory and root of all that its items touch. */
  home: string;
  /** Private host key, as a file. */
  hostKeyFile: string;
  /** The port of last time, taken again when it is free; 0 for any. */
  port: number;
  /** `absent`: its port refuses. `unpluggable`: see POWER_OFF_FILE. */
  kind: 'ordinary' | 'absent' | 'unpluggable';
}

export interface ServeRequest {
  /** Marks every process that the lab starts, so that its end finds them all. */
  labId: string;
  /** The one public key that is let in, as a line of an authorized_keys file. */
  authorizedKey: string;
  computers: ServedComputer[];
}

export type ServeReply = { type: 'listening'; ports: Record<string, number> } | { type: 'failed'; message: string };
