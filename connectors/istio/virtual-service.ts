import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { VirtualService } from "../../schema/virtual-service.ts";
import { objectIn, objectsIn, stringIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";

export const virtualService = kind({
  ...networking,
  type: VirtualService,
  plural: "virtualservices",
  read: (object) => {
    const spec = objectIn(object, "spec");
    return {
      hosts: stringsIn(spec, "hosts"),
      gateways: stringsIn(spec, "gateways"),
      exportTo: stringsIn(spec, "exportTo"),
      spec,
      destinationHosts: destinationHostsIn(spec),
    };
  },
});

function destinationHostsIn(spec: JsonObject): readonly string[] {
  const hosts = new Set<string>();
  for (const protocol of ["http", "tls", "tcp"])
    for (const rule of objectsIn(spec, protocol)) {
      for (const list of ["route", "mirrors"])
        for (const target of objectsIn(rule, list)) hosts.add(stringIn(objectIn(target, "destination"), "host"));
      hosts.add(stringIn(objectIn(rule, "mirror"), "host"));
    }
  hosts.delete("");
  return [...hosts];
}
