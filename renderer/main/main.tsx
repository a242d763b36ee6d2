// Entry of the main window. SECURITY P7: this bundle shows names and words; it never sees a value and can never approve.
import '../../app/contract/without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../tokens/fonts.css';
import '../tokens/tokens.css';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
