import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './access-rules';
import { type DeclaredRoute, routeProblems } from './route-rules';

type Handler = (...args: never[]) => unknown;

/** Stops the boot when a route of any controller could be reached without a decision about who may. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const problems = routeProblems(this.routes());
    if (problems.length > 0) throw new Error(`Routes without a fitting access rule: ${problems.join('; ')}.`);
  }

  private routes(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => (metatype ? this.routesOf(metatype) : []));
  }

  private routesOf(controller: NonNullable<unknown>): DeclaredRoute[] {
    const prototype = (controller as { prototype: Record<string, Handler> }).prototype;
    const { name } = controller as { name: string };
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method];
      if (handler === undefined || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) return [];
      const rule = Reflect.getMetadata(ACCESS_RULE, handler) as AccessRule | undefined;
      const bases = pathsOf(controller);
      const paths = bases.flatMap((base) => pathsOf(handler).map((path) => join(base, path)));
      return paths.map((path) => ({ handler: `${name}.${method}`, path, rule }));
    });
  }
}

function pathsOf(target: NonNullable<unknown>): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [path ?? ''].flat();
}

function join(...parts: string[]): string {
  return parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/');
}
