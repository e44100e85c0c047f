import './without-eval.ts';
import '@cloudscape-design/global-styles/index.css';
import '../ui/ui.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
