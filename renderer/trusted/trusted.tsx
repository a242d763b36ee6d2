// Entry of the trusted windows. SECURITY P7: what decides, and what a person types a value into, is drawn here and nowhere else,
// with first-party code and react alone.
import '../../app/contract/without-eval.ts';
import { createRoot } from 'react-dom/client';
import '../tokens/fonts.css';
import '../tokens/tokens.css';
import './trusted.css';
import { TrustedWindow } from './trusted-window.tsx';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<TrustedWindow />);
