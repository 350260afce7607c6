// The house: app → domain → infra → lib, one direction, no cycles. docs/ARCHITECTURE.md says why.

/** Modules of the domain; each may import only from those before it, and only through their index. */
const modules = [
  "alerts",
  "schema",
  "users",
  "integrations",
  "persona",
  "ai-turns",
  "knowledge",
  "contacts",
  "conversations",
  "notifications",
  "templates",
  "media",
  "outbound",
  "follow-ups",
  "orchestrator",
  "runner",
  "inbound",
  "maintenance",
  "health",
  "webhooks-out",
  "inbox",
  "live",
];

const order = modules.map((name, at) => ({
  name: `domain-order-${name}`,
  comment: `${name} may import only from modules before it`,
  severity: "error",
  from: { path: `^src/domain/${name}/` },
  to: { path: `^src/domain/(${modules.slice(at + 1).join("|") || "none"})/` },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "domain-knows-no-framework",
      comment: "The same verbs run under a route, the worker, a script and a test",
      severity: "error",
      from: { path: "^src/(domain|infra|lib)/" },
      to: { path: "(^|/)node_modules/(next|react|react-dom)/|^src/app/" },
    },
    {
      name: "infra-knows-no-policy",
      severity: "error",
      from: { path: "^src/infra/" },
      to: { path: "^src/(app|domain)/" },
    },
    {
      name: "lib-knows-nobody",
      severity: "error",
      from: { path: "^src/lib/" },
      to: { path: "^src/(app|domain|infra)/" },
    },
    {
      name: "app-has-no-database",
      comment: "Routes parse, call one verb and map; only the error mapping knows the database's errors",
      severity: "error",
      from: { path: "^src/app/", pathNot: "^src/app/_http/handle-route\\.ts$" },
      to: { path: "^src/infra/database/|(^|/)node_modules/(pg|@prisma)/" },
    },
    {
      name: "modules-by-their-index",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/domain/([^/]+)/" },
      to: { path: "^src/domain/[^/]+/(?!index\\.ts$)" },
    },
    {
      name: "modules-by-their-index-inside",
      severity: "error",
      from: { path: "^src/domain/([^/]+)/" },
      to: { path: "^src/domain/[^/]+/(?!index\\.ts$)", pathNot: "^src/domain/$1/" },
    },
    {
      name: "no-own-index",
      severity: "error",
      from: { path: "^src/domain/([^/]+)/(?!index\\.ts$)" },
      to: { path: "^src/domain/$1/index\\.ts$" },
    },
    {
      name: "product-without-simulator",
      comment: "The simulator is the tests' oracle: neither may lean on the other",
      severity: "error",
      from: { path: "^src/(app|domain|infra|lib)/|^src/instrumentation" },
      to: { path: "^src/simulator/|^scripts/|^test/" },
    },
    {
      name: "simulator-without-product",
      severity: "error",
      from: { path: "^src/simulator/" },
      to: { path: "^src/(app|domain|infra|lib)/" },
    },
    ...order,
  ],
  options: {
    doNotFollow: { path: "node_modules|^src/infra/database/generated" },
    tsPreCompilationDeps: true, // Cycles of types count as well.
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
