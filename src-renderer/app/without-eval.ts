import { config } from 'zod';

/**
 * Imported before every schema: zod otherwise tries out `new Function`, once a window, which the content security
 * policy refuses and reports. Its schemas ask for this when they are made, so a call in the entry would be too late.
 */
config({ jitless: true });
