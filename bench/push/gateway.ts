import { startApp } from "../../src/app.ts";
import { createConfig } from "../../src/config.ts";
import { silent } from "../../src/lib/logger.ts";
import { servePart } from "./part.ts";

/** Program: the gateway over the clusters of a kubeconfig file. Gives its URL. */
const [, , path = ""] = process.argv;
const settings = { server: { port: 0 }, access: { loopback: true }, kubernetes: { kubeconfigs: [{ path }] } };
const app = await startApp(createConfig(settings), { log: silent });
servePart(app.url, {});
