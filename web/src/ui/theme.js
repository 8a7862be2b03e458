// Dark, light, or what the system says. The choice is one attribute on the root element; all colours are variables.
import { useEffect, useState } from 'preact/hooks';

const KEY = 'heapd-theme';
const system = matchMedia('(prefers-color-scheme: light)');

function currentTheme() {
    return document.documentElement.dataset.theme;
}

function apply() {
    const kept = localStorage.getItem(KEY);
    const wanted = kept === 'dark' || kept === 'light' ? kept : system.matches ? 'light' : 'dark';
    document.documentElement.dataset.theme = wanted;
    dispatchEvent(new Event('themechange'));
}

// What was chosen last time, else what the system says, also when it changes its mind.
export function followTheme() {
    apply();
    system.addEventListener('change', apply);
}

export function toggleTheme() {
    localStorage.setItem(KEY, currentTheme() === 'dark' ? 'light' : 'dark');
    apply();
}

// The value of a colour variable now, for what is drawn on canvas.
export function color(variable) {
    return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

export function useTheme() {
    const [theme, setTheme] = useState(currentTheme);
    useEffect(() => {
        const change = () => setTheme(currentTheme());
        addEventListener('themechange', change);
        return () => removeEventListener('themechange', change);
    }, []);
    return theme;
}
