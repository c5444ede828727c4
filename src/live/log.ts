// The log: one JSON line per event on stdout, by pino. Secrets never enter it.

import { type Logger, pino } from "pino";

export type Log = Logger;

const levels: readonly string[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** Whether ANJU_LOG_LEVEL says something that the log knows; absent is fine. */
export const isLogLevel = (level: string | undefined): boolean => level === undefined || levels.includes(level);

/** @param level "info", "warn", "silent"… */
export const createLog = (level = process.env.ANJU_LOG_LEVEL ?? "info"): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
