// The log: one JSON line per event on stdout, by pino. Secrets never enter it.

import { type Logger, pino } from "pino";

export type Log = Logger;

/** @param level "info", "warn", "silent"… */
export const createLog = (level = process.env.ANJU_LOG_LEVEL ?? "info"): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
