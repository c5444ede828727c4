// Requests of the preparation: a refusal of the server, or none at all, as one kind of error; and the step that asks whether lines may be written, without writing any.

import { text } from "../model/text.ts";
import type { Asked, Connection } from "./connection.ts";
import { PrepareError, type Step } from "./prepare-steps.ts";
import type { Answer } from "./send-request.ts";
import { serverWords } from "./write-outcome.ts";

/** The reason alone: the advice is given in both languages elsewhere. */
export const withoutAdvice = (error: unknown): string =>
  (error as Error).message.replace("; is ANJU_INFLUX_URL right?", "");

/** @throws PrepareError; `accepted` statuses beside the 2xx are answers. */
export async function requestOrThrow(
  connection: Connection,
  path: string,
  asked: Asked = {},
  accepted: readonly number[] = [],
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await connection.request(path, asked);
  } catch (error) {
    throw new PrepareError(0, withoutAdvice(error));
  }
  const { status, body } = answer;
  if ((status >= 200 && status < 300) || accepted.includes(status)) return answer;
  throw new PrepareError(status, connection.scrub(serverWords(body)));
}

/** Writes nothing: rights are judged before an empty body is (204, or 400 for its emptiness). */
export const mayWrite = (connection: Connection, path: string, accepted: readonly number[] = [400]): Step => ({
  name: text("right to write", "写入权限"),
  sends: `POST ${path}`,
  needed: true,
  onThese: true,
  async there() {
    await requestOrThrow(connection, path, { method: "POST", body: "" }, accepted);
    return true;
  },
  make: async () => {},
});
