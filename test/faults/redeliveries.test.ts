import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newCustomer } from "../support/factories";
import { row } from "../support/own-database";
import { phoneNumberId } from "../support/own-system";
import { envelope, textMessage } from "../support/wire";
import { settled } from "./run-row";
import { openStage, type Stage } from "./stage";

const CUSTOMERS = 100;
const MESSAGES_EACH = 5;
const CONNECTIONS = 10;
const SETTLE_MS = 90_000;

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
  await stage.startApp();
  stage.startCron();
});

afterEach(() => stage.close());

/** Five messages of each of a hundred customers, as Meta writes them. */
function messages() {
  const customers = Array.from({ length: CUSTOMERS }, newCustomer);
  return customers.flatMap((from) => {
    const turn = Array.from({ length: MESSAGES_EACH }, (_, at) => textMessage(from, `part ${at + 1}`));
    stage.written.set(
      from,
      turn.map(({ id }) => id),
    );
    return turn;
  });
}

const counts = () =>
  row(`SELECT (SELECT count(*)::int FROM "Message" WHERE direction = 'INBOUND') AS messages,
    (SELECT count(*)::int FROM "OutboundJob") AS jobs,
    (SELECT count(*)::int FROM processed_webhook_events) AS keys,
    (SELECT count(*)::int FROM "Conversation") AS conversations`);
const once = {
  messages: CUSTOMERS * MESSAGES_EACH,
  jobs: CUSTOMERS * MESSAGES_EACH,
  keys: CUSTOMERS * MESSAGES_EACH,
  conversations: CUSTOMERS,
};

describe(`${CUSTOMERS * MESSAGES_EACH} messages, brought ${CONNECTIONS} times at once over ${CONNECTIONS} connections`, () => {
  it("in one webhook: one row and one job each, one reply per turn of a conversation", async () => {
    const body = JSON.stringify(envelope(phoneNumberId, { messages: messages() }));
    const { attempts } = await stage.meta.raw({ body, times: CONNECTIONS, isConcurrent: true });

    expect(attempts.map(({ status }) => status)).toEqual(Array.from({ length: CONNECTIONS }, () => 200));
    expect(await settled(stage, SETTLE_MS)).toMatchObject({ lost: 0, doubled: 0, disagreements: [] });
    expect(await counts()).toEqual(once);
    const effects = await stage.meta.effects({ limit: 10_000 });
    expect(effects.map(({ customer }) => customer).toSorted()).toEqual([...stage.written.keys()].toSorted());
  });

  it("in webhooks of fifty, each connection in an order of its own: one row, one job and one answer each", async () => {
    const all = messages();
    const bodies = Array.from({ length: CONNECTIONS }, (_, turn) => {
      const order = [...all.slice(turn * 50), ...all.slice(0, turn * 50)];
      if (turn % 2 === 1) order.reverse();
      return Array.from({ length: all.length / 50 }, (__, at) => order.slice(at * 50, at * 50 + 50));
    }).flat();
    const answers = await Promise.all(
      bodies.map((part) =>
        stage.meta.raw({ body: JSON.stringify(envelope(phoneNumberId, { messages: part })) }),
      ),
    );

    expect(new Set(answers.flatMap(({ attempts }) => attempts.map(({ status }) => status)))).toEqual(
      new Set([200]),
    );
    expect(await settled(stage, SETTLE_MS)).toMatchObject({ lost: 0, doubled: 0, disagreements: [] });
    expect(await counts()).toEqual(once);
    expect((await stage.meta.summary()).acceptedTwice).toEqual([]);
  });
});
