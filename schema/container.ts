import { Field, Int, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { emptyCells, noCells } from "./cells.ts";
import { ContainerPort, unpackPorts } from "./container-port.ts";

@ObjectType({ description: "One container of a pod: what was asked for, and how it runs." })
export class Container {
  @Field(() => String, { description: "Unique within the pod." })
  readonly name: string = "";

  @Field(() => String, { description: "The image as the pod's spec names it." })
  readonly image: string = "";

  @Field(() => String, { nullable: true, description: "The image that runs, by digest. Null until it was pulled." })
  readonly imageID: string | null = null;

  @Field(() => Boolean, { description: "Whether it passes its readiness probe." })
  readonly ready: boolean = false;

  @Field(() => Int, { description: "How often it was started again." })
  readonly restartCount: number = 0;

  /** The ports as one text, which many containers share. */
  readonly packedPorts: string = "";

  @Field(() => [ContainerPort], { description: "The ports that it says it listens on." })
  get ports(): readonly ContainerPort[] {
    return unpackPorts(this.packedPorts);
  }

  static of(members: Omit<Container, "ports">): Container {
    return Object.assign(new Container(), members);
  }
}

const WIDTH = 6;

/** A row: name, image, imageID, ready, restartCount, packedPorts. */
export function packContainers(containers: readonly Container[]): Cells {
  if (containers.length === 0) return noCells;
  const cells = emptyCells(containers.length * WIDTH);
  let at = 0;
  for (const { name, image, imageID, ready, restartCount, packedPorts } of containers) {
    cells[at] = name;
    cells[at + 1] = image;
    cells[at + 2] = imageID;
    cells[at + 3] = ready;
    cells[at + 4] = restartCount;
    cells[at + 5] = packedPorts;
    at += WIDTH;
  }
  return Object.freeze(cells);
}

export function unpackContainers(cells: Cells): readonly Container[] {
  const containers: Container[] = [];
  for (let at = 0; at < cells.length; at += WIDTH)
    containers.push(
      Container.of({
        name: cells[at] as string,
        image: cells[at + 1] as string,
        imageID: cells[at + 2] as string | null,
        ready: cells[at + 3] as boolean,
        restartCount: cells[at + 4] as number,
        packedPorts: cells[at + 5] as string,
      }),
    );
  return containers;
}
