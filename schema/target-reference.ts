import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "An object that another one names." })
export class TargetReference {
  @Field(() => String, { description: "Its API group; empty for the core group." })
  readonly group: string = "";

  @Field(() => String, { description: "Its kind." })
  readonly kind: string = "";

  @Field(() => String, { nullable: true, description: "Its namespace; null: that of the object that names it." })
  readonly namespace: string | null = null;

  @Field(() => String, { description: "Its name." })
  readonly name: string = "";

  @Field(() => String, { nullable: true, description: "A part of it, such as a listener." })
  readonly sectionName: string | null = null;

  @Field(() => Int, { nullable: true, description: "One of its ports." })
  readonly port: number | null = null;
}
