import { type ConversationRow, listConversations } from "@/domain/conversations";
import { mediaLink } from "@/domain/media";
import { describeMessage, saysNothing } from "@/domain/orchestrator";
import { env } from "@/lib/env";
import { LiveReload } from "./live-reload";

export const dynamic = "force-dynamic";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export default async function Page() {
  if (!env().INBOX_WITHOUT_SIGN_IN) return <Closed />;
  const conversations = await listConversations();
  return (
    <main>
      <LiveReload />
      <h1>ReplyOnce</h1>
      {conversations.length === 0 && <p className="quiet">No messages yet. Write one on the phone.</p>}
      {conversations.map((conversation) => (
        <Conversation key={conversation.id} {...conversation} />
      ))}
    </main>
  );
}

/** Customers' messages are shown to nobody who has not signed in, and there is no sign-in yet. */
function Closed() {
  return (
    <main>
      <h1>ReplyOnce</h1>
      <p>
        The service is running. Its state is at <a href="/health">/health</a>.
      </p>
      <p className="quiet">
        Conversations are not shown here without sign-in. On a machine that only you can reach, set
        INBOX_WITHOUT_SIGN_IN=true.
      </p>
    </main>
  );
}

function Conversation({ id, customer, mode, isOptedOut, messages }: ConversationRow) {
  return (
    <section aria-labelledby={`conversation-${id}`}>
      <h2 id={`conversation-${id}`}>
        <span dir="auto">{customer}</span>{" "}
        <small>
          {mode === "BOT" ? "answered by the bot" : "waits for a person"}
          {isOptedOut && " · wants no more messages"}
        </small>
      </h2>
      <ol>
        {messages
          .filter((message) => !saysNothing(message))
          .map((message) => (
            <li key={message.id} className={message.direction === "INBOUND" ? "inbound" : "outbound"}>
              <p dir="auto">{describeMessage({ ...message, quoted: null })}</p>
              <small>
                <time dateTime={message.at.toISOString()}>{time.format(message.at)}</time>
                {message.direction === "OUTBOUND" && ` · ${message.status.toLowerCase()}`}
                {message.isFromPhone && " · from the phone"}
                {(env().SESSION_SECRET ? message.fileIds : []).map((fileId) => (
                  <a key={fileId} href={mediaLink(fileId)} target="_blank" rel="noreferrer">
                    {" · open file"}
                  </a>
                ))}
                {message.possibleDuplicate && " · possibly sent twice"}
              </small>
            </li>
          ))}
      </ol>
    </section>
  );
}
