import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}

/** A route of `openapi.json`. */
export interface Operation {
  /** `operationId` */
  name: string;
  method: string;
  path: string;
  permission: string;
  parameters: Parameter[];
  /** Names of the fields of its body; null when it takes none. */
  bodyFields: string[] | null;
}

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}

interface DocumentedOperation {
  operationId: string;
  'x-permission': string;
  parameters?: Parameter[];
  /** Routes that take a file have no JSON. */
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

interface ApiDocument {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Schema> };
}

/** Every route that the committed document shows. */
export function documentedOperations(): Operation[] {
  const file = path.resolve(__dirname, '../../openapi.json');
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as ApiDocument;
  return Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: operation.operationId,
      method: method.toUpperCase(),
      path: route,
      permission: operation['x-permission'],
      parameters: operation.parameters ?? [],
      bodyFields: fieldsOf(operation.requestBody?.content['application/json']?.schema, components.schemas),
    })),
  );
}

function fieldsOf(schema: Schema | undefined, schemas: Record<string, Schema>): string[] | null {
  if (schema === undefined) return null;
  const known = schema.$ref === undefined ? schema : schemas[schema.$ref.replace('#/components/schemas/', '')];
  return Object.keys(known?.properties ?? {});
}

/** The route with its path parameters filled in; `unknown` for those without a value. */
export const filledPath = (route: string, values: Record<string, string>): string =>
  route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'unknown'));
