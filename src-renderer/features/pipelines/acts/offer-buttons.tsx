import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import type { Offer } from './offers.ts';

/** The acts of a place as buttons; those that cannot work stay, and say why. */
export function OfferButtons(props: {
  offers: readonly Offer[];
  onAct: (offer: Offer) => void;
}): ReactElement {
  const { readOnly } = useProtection();
  return (
    <div className="ad-pl-offers">
      {props.offers.map((offer) => {
        const why = readOnly ?? offer.why;
        return (
          <Button
            key={offer.label}
            data-testid={`offer-${offer.draft.kind}`}
            disabled={why !== null}
            disabledReason={why ?? ''}
            onClick={() => props.onAct(offer)}
          >
            {offer.label}
          </Button>
        );
      })}
    </div>
  );
}
