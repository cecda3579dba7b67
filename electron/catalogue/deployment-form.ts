/** Filters, limits and deployments as they stand in files, and as the model has them; both ways. */
import { durationText, parseDuration } from '../../shared/duration.ts';
import { LIMIT_KEYS } from '../../shared/limits.ts';
import type { Limits } from '../../shared/limits.ts';
import type { Deployment, DesiredState, Filter, Item, ParameterValue, Target } from '../../shared/model.ts';
import type { FilterForm } from '../../shared/schema-parts.ts';
import type { DeploymentForm, LimitsForm } from '../../shared/setup-schema.ts';

/** One spelling for names that look alike: composed characters (NFC). */
export const sameSpelling = (name: string): string => name.normalize('NFC');

/** Drops what is undefined: in the model a field is there or it is not. */
export function compact<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}

/** Facts become text, as they are compared. */
export function filterFromForm(form: FilterForm): Filter {
  const fact = form.fact && Object.fromEntries(Object.entries(form.fact).map(([key, value]) => [key, String(value)]));
  return compact({ platform: form.platform, role: form.role, tag: form.tag === undefined ? undefined : sameSpelling(form.tag), fact });
}

/** Durations become milliseconds. */
export function limitsFromForm(form: LimitsForm): Partial<Limits> {
  const limits: Partial<Limits> = {};
  for (const key of LIMIT_KEYS) {
    const value = form[key];
    if (value !== undefined) limits[key] = typeof value === 'string' ? parseDuration(value) : value;
  }
  return limits;
}

/** The inverse of `limitsFromForm`. */
export function limitsToForm(limits: Partial<Limits>): LimitsForm {
  const form: LimitsForm = {};
  for (const key of LIMIT_KEYS) {
    const value = limits[key];
    if (value === undefined) continue;
    if (key === 'concurrency') form.concurrency = value;
    else form[key] = durationText(value);
  }
  return form;
}

/**
 * A deployment with its defaults filled in: required, local, enabled, mode enforce, and for software any version.
 * @param target the target of the form, its references resolved.
 * @param item what it deploys, as far as it is known.
 */
export function deploymentFromForm(form: DeploymentForm, target: Target, item: Item | undefined): Deployment {
  const state: DesiredState | undefined = form.state ?? (item?.kind === 'software' ? 'any' : undefined);
  return {
    name: sameSpelling(form.name),
    item: form.item,
    instance: form.instance === undefined ? null : sameSpelling(form.instance),
    target,
    enforcement: form.enforcement ?? 'required',
    origin: form.origin ?? 'local',
    ...(state === undefined ? {} : { state }),
    mode: form.mode ?? 'enforce',
    parameters: parametersFromForm(form.parameters ?? {}),
    enabled: form.enabled ?? true,
    ...(form.limits === undefined ? {} : { limits: limitsFromForm(form.limits) }),
  };
}

/** Names of secrets are names; every other value stays exactly as it is written. */
function parametersFromForm(parameters: Record<string, ParameterValue>): Record<string, ParameterValue> {
  const entries = Object.entries(parameters).map(([key, value]): [string, ParameterValue] =>
    typeof value === 'object' && !Array.isArray(value) ? [key, { secret: sameSpelling(value.secret) }] : [key, value],
  );
  return Object.fromEntries(entries);
}

/** The inverse of `deploymentFromForm`; what is the default is left out. */
export function deploymentToForm(deployment: Deployment): DeploymentForm {
  const { origin, mode, enabled, parameters, limits } = deployment;
  return compact({
    name: deployment.name,
    item: deployment.item,
    instance: deployment.instance ?? undefined,
    target: deployment.target,
    enforcement: deployment.enforcement,
    origin: origin === 'local' ? undefined : origin,
    state: deployment.state,
    mode: mode === 'enforce' ? undefined : mode,
    parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
    enabled: enabled ? undefined : false,
    limits: limits && limitsToForm(limits),
  });
}
