import { Field, InputType } from "type-graphql";
import { KubernetesObjectFilter } from "./kubernetes-object-filter.ts";

@InputType({
  description: "Which objects of type ServiceEntry: absent or null restricts nothing, an empty list matches nothing.",
})
export class ServiceEntryFilter extends KubernetesObjectFilter {
  @Field(() => String, {
    nullable: true,
    description: "Entries whose hosts cover this host, by Istio's wildcard rules.",
  })
  readonly host?: string | null;
}
