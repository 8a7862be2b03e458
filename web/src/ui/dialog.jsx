// Dialogs: a modal frame, and the question before something is destroyed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ProblemNote } from './basics.jsx';

export function Dialog({ title, onClose, children }) {
    const dialog = useRef();
    useEffect(() => {
        dialog.current.showModal();
    }, []);
    return (
        <dialog ref={dialog} onClose={onClose} aria-label={title}>
            <header class="dialog-head">
                <h2>{title}</h2>
                <button type="button" class="quiet" onClick={() => dialog.current.close()} aria-label="Close">
                    ×
                </button>
            </header>
            {children}
        </dialog>
    );
}

// A button that asks before it acts. `act` may fail; the dialog then stays and shows why.
export function Destroy({ label, question, confirm = 'Delete', act, class: extra = 'quiet', ariaLabel }) {
    const [open, setOpen] = useState(false);
    const [problem, setProblem] = useState(null);
    const [busy, setBusy] = useState(false);
    async function run() {
        setBusy(true);
        setProblem(null);
        try {
            await act();
            setOpen(false);
        } catch (error) {
            setProblem(error);
        }
        setBusy(false);
    }
    return (
        <>
            <button type="button" class={extra} onClick={() => setOpen(true)} aria-label={ariaLabel}>
                {label}
            </button>
            {open && (
                <Dialog title={`${confirm}?`} onClose={() => setOpen(false)}>
                    <p>{question}</p>
                    <ProblemNote problem={problem} />
                    <div class="actions">
                        <button type="button" onClick={() => setOpen(false)}>
                            Cancel
                        </button>
                        <button type="button" class="danger" disabled={busy} onClick={run}>
                            {confirm}
                        </button>
                    </div>
                </Dialog>
            )}
        </>
    );
}
