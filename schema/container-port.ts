import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A port that a container says it listens on. It may listen on others." })
export class ContainerPort {
  @Field(() => String, { nullable: true, description: "By which Services and policies may name it." })
  readonly name: string | null = null;

  @Field(() => Int, { description: "On the pod's address." })
  readonly containerPort: number = 0;

  @Field(() => String, { description: "TCP, UDP or SCTP." })
  readonly protocol: string = "";
}

/** The ports as one text. */
export function packPorts(ports: readonly ContainerPort[]): string {
  return ports.map(({ name, containerPort, protocol }) => `${name ?? ""} ${containerPort} ${protocol}`).join("\n");
}

export function unpackPorts(text: string): readonly ContainerPort[] {
  if (text === "") return [];
  return text.split("\n").map((line) => {
    const [name = "", containerPort = "", protocol = ""] = line.split(" ");
    return { name: name === "" ? null : name, containerPort: Number(containerPort), protocol };
  });
}
