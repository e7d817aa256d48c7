import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A port that a Kubernetes Service offers." })
export class ServicePort {
  @Field(() => String, { nullable: true, description: "Null only where it is the only port." })
  readonly name: string | null = null;

  @Field(() => Int, { description: "The port that clients use." })
  readonly port: number = 0;

  @Field(() => String, { nullable: true, description: "The port of the pods: a number, or the name of one." })
  readonly targetPort: string | null = null;

  @Field(() => String, { description: "TCP, UDP or SCTP." })
  readonly protocol: string = "";

  @Field(() => String, { nullable: true, description: "What is spoken over it, such as https or grpc." })
  readonly appProtocol: string | null = null;

  @Field(() => Int, { nullable: true, description: "The port of each node, for types NodePort and LoadBalancer." })
  readonly nodePort: number | null = null;
}
