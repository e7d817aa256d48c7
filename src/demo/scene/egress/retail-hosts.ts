import type { ExternalHost } from "./external-host.ts";

const web = {
  throughEgress: true,
  resolution: "DNS",
  ports: [
    { number: 80, name: "http", protocol: "HTTP" },
    { number: 443, name: "https", protocol: "HTTPS" },
  ],
} as const;

/** What the shops' teams call: public APIs through the gateway, and databases of their own network directly. */
export const retailHosts: readonly ExternalHost[] = [
  { ...web, namespace: "pay", name: "stripe", host: "api.stripe.example", owner: "payments" },
  { ...web, namespace: "pay", name: "adyen", host: "checkout.adyen.example", owner: "payments" },
  { ...web, namespace: "pay", name: "riskdata", host: "scores.riskdata.example", owner: "fraud" },
  { ...web, namespace: "shop", name: "maps", host: "geo.maps.example", owner: "web" },
  { ...web, namespace: "shop", name: "mail", host: "api.mailer.example", owner: "checkout" },
  { ...web, namespace: "shop", name: "images", host: "cdn.pictures.example", owner: "catalog" },
  {
    ...web,
    namespace: "ledger",
    name: "fx-rates",
    host: "rates.centralbank.example",
    owner: "postings",
    lacksTls: true,
  },
  {
    namespace: "ledger",
    name: "ledger-db",
    host: "ledger.cluster-c1x2y3.{region}.rds.example",
    throughEgress: false,
    resolution: "DNS",
    ports: [{ number: 5432, name: "tcp-postgres", protocol: "TCP" }],
    owner: "ledger-api",
  },
  {
    namespace: "shop",
    name: "session-cache",
    host: "sessions.cache.internal",
    throughEgress: false,
    resolution: "STATIC",
    addresses: ["10.255.12.7"],
    ports: [{ number: 6379, name: "tcp-redis", protocol: "TCP" }],
    owner: "cart",
  },
];
