import { beforeEach, expect, it } from "vitest";
import { getGraph } from "@/infra/whatsapp/get-graph";
import { recordingServer } from "../../../support/recording-server";
import { setEnv } from "../../../support/with-env";

const graph = recordingServer();
const question = { path: "1/message_templates", accessToken: "EAAtoken", timeoutMs: 10_000 };

beforeEach(() => setEnv({ WHATSAPP_API_URL: graph.url }));

it("an answer that is not Graph's is an answer without JSON", async () => {
  graph.answer = (response) => void response.writeHead(502).end("<html>Bad gateway</html>");
  expect(await getGraph(question)).toMatchObject({ kind: "answer", httpStatus: 502, json: undefined });
});

it("an answer that breaks off is lost, not an empty one", async () => {
  graph.answer = (response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"data":[');
    setTimeout(() => response.destroy(), 50);
  };
  expect(await getGraph(question)).toMatchObject({ kind: "lost" });
});
