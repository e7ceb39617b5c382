interface ApiSchema {
  $ref?: string;
  type?: string;
  allOf?: ApiSchema[];
  properties?: Record<string, ApiSchema>;
}

interface ApiOperation {
  responses?: Record<string, { content?: Record<string, { schema?: ApiSchema }> }>;
}

export interface ApiDocument {
  paths: Record<string, { get?: ApiOperation }>;
  components: { schemas: Record<string, ApiSchema> };
}

const WORKSPACE = '/v1/workspaces/{workspaceId}';

/** Routes below a workspace that answer with a list, without what they have in common; in their order. */
export function listsOf({ paths, components }: ApiDocument): string[] {
  const resolved = (schema: ApiSchema | undefined): ApiSchema =>
    schema?.$ref === undefined ? (schema ?? {}) : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const propertiesOf = (schema: ApiSchema | undefined): Record<string, ApiSchema> => {
    const { allOf = [], properties = {} } = resolved(schema);
    return Object.assign({}, ...allOf.map(propertiesOf), properties) as Record<string, ApiSchema>;
  };
  const isList = ({ get }: ApiDocument['paths'][string]): boolean => {
    const answer = get?.responses?.['200']?.content?.['application/json']?.schema;
    return resolved(propertiesOf(answer)['items']).type === 'array';
  };
  const lists = Object.entries(paths).filter(([path, item]) => path.startsWith(`${WORKSPACE}/`) && isList(item));
  return lists.map(([path]) => path.slice(WORKSPACE.length)).sort();
}
