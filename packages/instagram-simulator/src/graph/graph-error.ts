import { randomBytes } from 'node:crypto';
import { RULES } from '../rules/rules';
import type { Rule, RuleName } from '../rules/rules';

/** What Graph refuses a call with. */
export interface GraphErrorFacts {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly transient?: boolean;
}

export interface GraphErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: 'OAuthException' | 'IGApiException';
    readonly code: number;
    readonly error_subcode?: number;
    readonly is_transient: boolean;
    readonly fbtrace_id: string;
  };
}

/** Codes that Graph reports as OAuthException; the rest come as IGApiException. */
const OAUTH_CODES: ReadonlySet<number> = new Set([1, 2, 4, 10, 17, 32, 102, 190, 200, 230, 551, 613]);

export class GraphError extends Error {
  constructor(readonly facts: GraphErrorFacts) {
    super(facts.message);
    this.name = 'GraphError';
  }

  static broken(name: RuleName, status?: number): GraphError {
    const rule: Rule = RULES[name];
    return new GraphError({
      status: status ?? rule.status,
      code: rule.code,
      ...(rule.subcode !== undefined && { subcode: rule.subcode }),
      message: rule.says,
    });
  }

  /** 190: the token cannot be used. */
  static token(subcode: number | undefined, message: string): GraphError {
    return new GraphError({ status: 401, code: 190, ...(subcode !== undefined && { subcode }), message });
  }

  static permission(permission: string): GraphError {
    return new GraphError({ status: 403, code: 10, message: `Application does not have permission ${permission}.` });
  }

  static parameter(message: string): GraphError {
    return new GraphError({ status: 400, code: 100, message });
  }

  /** 100/33: the node does not exist or may not be seen. */
  static missing(node: string): GraphError {
    return new GraphError({
      status: 400,
      code: 100,
      subcode: 33,
      message: `Unsupported request. Object with ID '${node}' does not exist or cannot be loaded.`,
    });
  }

  body(): GraphErrorBody {
    const { code, subcode, message, transient } = this.facts;
    return {
      error: {
        message: `(#${code}) ${message}`,
        type: OAUTH_CODES.has(code) ? 'OAuthException' : 'IGApiException',
        code,
        ...(subcode !== undefined && { error_subcode: subcode }),
        is_transient: transient ?? false,
        fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
      },
    };
  }
}
