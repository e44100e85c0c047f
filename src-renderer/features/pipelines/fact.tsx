import type { ReactElement, ReactNode } from 'react';

/** A name and what is known for it; what is not known takes no line. */
export function Fact({ name, children }: { name: string; children?: ReactNode }): ReactElement | null {
  if (children === null || children === undefined || children === false || children === '') return null;
  return (
    <div className="ad-pl-fact">
      <dt>{name}</dt>
      <dd className="ad-wrap">{children}</dd>
    </div>
  );
}
