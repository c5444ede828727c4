// The gateway's HTTP and WebSocket server: people, walls and machines come in here and see the gateway through its view.

import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import swagger from "@fastify/swagger";
import fastify from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import type { WebSocket } from "ws";
import type { Counting } from "../model/daily-count.ts";
import type { GatewayView } from "../model/gateway-view.ts";
import type { ApiServer } from "./api-server.ts";
import { createAttach } from "./attach.ts";
import { attachmentStore } from "./attachment-store.ts";
import { createDoor } from "./door.ts";
import { addGuards } from "./guards.ts";
import { listen } from "./listen.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createOriginCheck } from "./origin.ts";
import { pageLanguage } from "./page-language.ts";
import { sendPage } from "./pages/html.ts";
import { problemPage } from "./pages/problem-page.ts";
import { createErrorHandler, problem, sendProblem, usualLimit } from "./problem.ts";
import { addActs } from "./routes/acts.ts";
import { addAdvice } from "./routes/advice.ts";
import { addAttachments } from "./routes/attachments.ts";
import { addCoverage } from "./routes/coverage.ts";
import { addCoverageReport } from "./routes/coverage-report.ts";
import { addCredentials, type CredentialPort } from "./routes/credentials.ts";
import { addDailyCount } from "./routes/daily-count.ts";
import { addDevices } from "./routes/devices.ts";
import { addFaults } from "./routes/faults.ts";
import { addHealth } from "./routes/health.ts";
import { addLabels } from "./routes/labels.ts";
import { addLogin } from "./routes/login.ts";
import { addOpenApi, describeProblems, document } from "./routes/openapi.ts";
import { addQuarantine } from "./routes/quarantine.ts";
import { addReportPages } from "./routes/report-page.ts";
import { addShiftSheet } from "./routes/shift-sheet.ts";
import { addSilences } from "./routes/silences.ts";
import { addTelemetry } from "./routes/telemetry.ts";
import { addTickets } from "./routes/tickets.ts";
import { addWall } from "./routes/wall.ts";
import { addWhy } from "./routes/why.ts";
import { addWitnesses } from "./routes/witnesses.ts";
import { openStream } from "./stream.ts";
import { type ApiTls, endPlainConnections, renewServer, serverOptions } from "./tls.ts";
import { acceptUpgrades } from "./upgrade.ts";
import { compileValidator } from "./validation.ts";
import { readWallFiles } from "./wall-files.ts";

export type ApiOptions = {
  readonly view: GatewayView;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly adminToken: string;
  readonly publicUrl?: string;
  readonly log: Log;
  /** Served over TLS alone; with `ca`, clients of /mqtt need a certificate. */
  readonly tls?: ApiTls;
  /** Missing: no daily count and no shift sheet. */
  readonly counting?: Counting;
  /** Missing: credentials cannot be seen or changed through this server. */
  readonly credentials?: CredentialPort;
  /** The server key, which seals the codes on labels. Missing: no labels, no report pages, no arrival by code. */
  readonly labelKey?: Uint8Array;
  /** Folder of the files that come with tickets. Missing: none are taken. */
  readonly attachmentFolder?: string;
  /** Takes over what connects to /mqtt; without it /mqtt is refused. */
  readonly onMqttSocket?: (socket: WebSocket, request: IncomingMessage) => void;
  /** Folder of the wall's page. */
  readonly wallFolder?: URL;
};

export type Api = {
  readonly port: number;
  /** A link that logs a browser in: print it once, never log it. */
  readonly loginLink: () => string;
  /** Takes a renewed certificate; only where it was opened with `tls`. */
  readonly renewTls: (tls: ApiTls) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Opens the server (CONTRACT section 8) and listens.
 * @throws an error with the system's `code` (EADDRINUSE …) and a `hint: Text` where the port cannot be had.
 */
export async function openApi(options: ApiOptions): Promise<Api> {
  const { view, host, adminToken, publicUrl, log, tls, onMqttSocket, labelKey, attachmentFolder } = options;
  const files = readWallFiles(options.wallFolder ?? new URL("../wall/", import.meta.url));
  const door = createDoor(adminToken, tls !== undefined || (publicUrl?.startsWith("https:") ?? false));
  const checkOrigin = createOriginCheck(host, publicUrl, tls !== undefined);

  const app = fastify({
    bodyLimit: usualLimit,
    requestTimeout: 30_000,
    handlerTimeout: 30_000,
    connectionTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
    ...(tls && { https: serverOptions(tls) }),
  }) as unknown as ApiServer;
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => JSON.stringify);
  const { name, language } = view.site;
  app.setErrorHandler(
    createErrorHandler(log, view.site, (request, reply, document) => {
      const { lang } = request.query as { readonly lang?: string };
      const spoken = pageLanguage(lang, request.headers["accept-language"], language);
      return sendPage(reply, document.status, problemPage(document, name, request.routeOptions.url ?? "/", spoken));
    }),
  );
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, problem("not-found")));
  addGuards(app, door, checkOrigin);
  describeProblems(app);
  await app.register(swagger, { openapi: document, transform: jsonSchemaTransform });

  await using opened = new AsyncDisposableStack();
  const metrics = opened.use(createMetrics(view));
  opened.defer(() => app.close());

  addHealth(app, view, metrics);
  addOpenApi(app);
  addDevices(app, view);
  addFaults(app, view);
  addTickets(app, view);
  addWhy(app, view);
  addActs(app, view, labelKey);
  addAdvice(app, view);
  addTelemetry(app, view);
  addQuarantine(app, view);
  if (options.counting) {
    addDailyCount(app, view, options.counting);
    addShiftSheet(app, view, options.counting);
  }
  addCoverage(app, view, log);
  addWitnesses(app, view, log);
  addCoverageReport(app, view);
  addSilences(app, view);
  const store = attachmentFolder === undefined ? undefined : attachmentStore(attachmentFolder);
  const attach = store && createAttach(view, store, log);
  if (store && attach) addAttachments(app, { view, store, attach });
  if (labelKey) {
    addReportPages(app, { view, key: labelKey, door, ...(attach && { attach }) });
    addLabels(app, { view, key: labelKey, ...(publicUrl !== undefined && { publicUrl }) });
  }
  if (options.credentials) addCredentials(app, options.credentials);
  addLogin(app, door, files.get("login.html")?.body ?? "");
  addWall(app, files);
  if (tls) endPlainConnections(app.server, log);
  opened.use(
    acceptUpgrades(app.server, {
      door,
      needsCertificate: tls?.ca !== undefined,
      checkOrigin,
      onStream: (client) => stream.welcome(client),
      ...(onMqttSocket !== undefined && { onMqttSocket }),
    }),
  );
  const stream = opened.use(openStream(view));

  await listen(app, host, options.port);
  const { port } = app.server.address() as AddressInfo;
  const base =
    publicUrl?.replace(/\/+$/, "") ?? `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const keep = opened.move();
  return {
    port,
    loginLink: () => `${base}/login?token=${encodeURIComponent(adminToken)}`,
    renewTls: (renewed) => {
      if (tls) renewServer(app.server, renewed);
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}
