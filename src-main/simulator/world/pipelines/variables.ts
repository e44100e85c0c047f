import type { PipelineExecution } from './execution.ts';

/** Texts with their variables filled in, or the first reference that means nothing. */
export type Resolved =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reference: string };

const reference = /#\{([^}]+)\}/g;

/**
 * Fills in `#{namespace.name}`: output variables of earlier actions, `variables` for the pipeline's own,
 * `codepipeline.PipelineExecutionId`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function resolveVariables(
  execution: PipelineExecution,
  texts: Readonly<Record<string, string>>,
): Resolved {
  if (!Object.values(texts).some((text) => text.includes('#{'))) return { ok: true, values: texts };
  let unknown: string | null = null;
  const entries = Object.entries(texts).map(([key, text]) => {
    const filled = text.replace(reference, (whole, name: string) => {
      const value = lookUp(execution, name.trim());
      if (value === undefined) unknown ??= whole;
      return value ?? whole;
    });
    return [key, filled] as const;
  });
  if (unknown !== null) return { ok: false, reference: unknown };
  return { ok: true, values: Object.fromEntries(entries) };
}

function lookUp(execution: PipelineExecution, name: string): string | undefined {
  const dot = name.indexOf('.');
  const namespace = name.slice(0, dot);
  const variable = name.slice(dot + 1);
  if (namespace === 'codepipeline') {
    return variable === 'PipelineExecutionId' ? execution.id : undefined;
  }
  const values = namespace === 'variables' ? execution.variables : execution.namespaces.get(namespace);
  return values && Object.hasOwn(values, variable) ? values[variable] : undefined;
}
