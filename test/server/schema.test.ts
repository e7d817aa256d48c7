import type { ExecutionResult, GraphQLResolveInfo } from "graphql";
import { execute, parse } from "graphql";
import {
  Arg,
  Args,
  ArgsType,
  createParameterDecorator,
  createUnionType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
  Query,
  Resolver,
  Root,
  UseMiddleware,
} from "type-graphql";
import { expect, test } from "vitest";
import { createSchema } from "../../src/server/schema.ts";

@InterfaceType()
abstract class Thing {
  abstract readonly name: string;
  @Field(() => ID)
  get id(): string {
    return `${this.constructor.name}/${this.name}`;
  }
}
@InterfaceType({ implements: Thing })
abstract class Animal extends Thing {
  @Field(() => String)
  readonly name: string = "";
}
@ObjectType({ implements: Animal })
class Bird extends Animal {
  @Field(() => String, { name: "says" })
  readonly voice: string = "chirp";

  @Field(() => String)
  repeat(@Arg("times", () => Int) times: number, @Root() self: Bird): string {
    return `${self.voice} `.repeat(times).trim();
  }
}
@ObjectType({ implements: Animal })
class Fish extends Animal {}

const Either = createUnionType({ name: "Either", types: () => [Bird, Fish] as const });

@InputType()
class Inner {
  @Field(() => Int)
  readonly number!: number;
  get doubled(): number {
    return this.number * 2;
  }
}
@InputType()
class Outer extends Inner {
  @Field(() => Inner, { nullable: true })
  readonly inner?: Inner;
  @Field(() => [Inner])
  readonly list: readonly Inner[] = [];
}
@ArgsType()
class BaseArgs {
  @Field(() => Int, { defaultValue: 3 })
  readonly size!: number;
}
@ArgsType()
class MoreArgs extends BaseArgs {
  @Field(() => Outer, { nullable: true })
  readonly outer?: Outer;
  get described(): string {
    return `${this.size} ${this.outer?.inner?.doubled ?? "-"} ${this.outer?.list.map(({ doubled }) => doubled).join() ?? "-"}`;
  }
}

const Asker = () => createParameterDecorator<{ readonly asker: string }>(({ context }) => context.asker);

abstract class Inherited {
  readonly greeting = "hello";
}

@Resolver(() => Animal)
class AnimalResolver {
  @FieldResolver(() => String)
  shout(@Root("name") name: string, @Ctx("asker") asker: string, @Info() { path }: GraphQLResolveInfo): string {
    return `${name.toUpperCase()} ${asker} ${path.key}`;
  }
}

@Resolver(() => Bird)
class BirdResolver extends Inherited {
  @Query(() => [Thing])
  things(): readonly Thing[] {
    return [bird, new Fish()];
  }
  @Query(() => [Either])
  either(): readonly Thing[] {
    return [bird, new Fish()];
  }
  @Query(() => Bird)
  plain(): object {
    return { name: "plain", voice: "none" };
  }
  @Query(() => String)
  args(@Args(() => MoreArgs) args: MoreArgs, @Arg("one", () => Inner, { nullable: true }) one?: Inner): string {
    return `${this.greeting} ${args.described} ${one?.doubled ?? "-"} ${args instanceof MoreArgs}`;
  }
  @Query(() => String)
  custom(@Asker() asker: string): string {
    return asker;
  }
  @Query(() => String)
  @UseMiddleware(async (_data, next) => `<${String(await next())}>`)
  guarded(): string {
    return "inside";
  }
}
const bird = Object.assign(new Bird(), { name: "wren" });

const schema = createSchema([BirdResolver, AnimalResolver]);

function ask(query: string): ExecutionResult | PromiseLike<ExecutionResult> {
  return execute({ schema, document: parse(query), contextValue: { asker: "me" } });
}

test("types are told by their class at once, also of an interface that another one implements", () => {
  expect(ask("{ things { __typename id } either { __typename } }")).toEqual({
    data: {
      things: [
        { __typename: "Bird", id: "Bird/wren" },
        { __typename: "Fish", id: "Fish/" },
      ],
      either: [{ __typename: "Bird" }, { __typename: "Fish" }],
    },
  });
});

test("a resolver with arguments answers at once, and gets instances of its classes, inherited fields and defaults too", () => {
  const query = `{
    none: args
    all: args(size: 1, outer: { number: 0, inner: { number: 4 }, list: [{ number: 5 }, { number: 6 }] }, one: { number: 7 })
  }`;

  expect(ask(query)).toEqual({ data: { none: "hello 3 - - - true", all: "hello 1 8 10,12 14 true" } });
});

test("edges of an interface are edges of its types, and get what their parameters ask for", () => {
  expect(ask("{ things { ... on Animal { loud: shout } } }")).toEqual({
    data: { things: [{ loud: "WREN me loud" }, { loud: " me loud" }] },
  });
});

test("a property may have another name in the graph, and a method of the class is called with its arguments", () => {
  expect(ask("{ either { ... on Bird { says repeat(times: 2) } } }")).toEqual({
    data: { either: [{ says: "chirp", repeat: "chirp chirp" }, {}] },
  });
});

test("an object that is no instance of its class becomes one where a method is called", async () => {
  expect(await ask("{ plain { says repeat(times: 1) } }")).toEqual({
    data: { plain: { says: "none", repeat: "none" } },
  });
});

test("middlewares and parameter decorators of one's own stay type-graphql's", async () => {
  expect(await ask("{ guarded custom }")).toEqual({ data: { guarded: "<inside>", custom: "me" } });
});
