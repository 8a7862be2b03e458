// Dark, light, or what the system says. The choice is one attribute on the root element; all colours are variables.
import { useEffect, useState } from 'preact/hooks';

const KEY = 'heapd-theme';
const system = matchMedia('(prefers-color-scheme: light)');

function currentTheme() {
    return document.documentElement.dataset.theme;
}

// A browser may keep nothing for anybody: then it is the system's, or this page's until it is closed.
let chosen = null;

function kept() {
    try {
        return localStorage.getItem(KEY);
    } catch {
        return chosen;
    }
}

function keep(theme) {
    chosen = theme;
    try {
        localStorage.setItem(KEY, theme);
    } catch {
        // as said above
    }
}

function apply() {
    const last = kept();
    const wanted = last === 'dark' || last === 'light' ? last : system.matches ? 'light' : 'dark';
    document.documentElement.dataset.theme = wanted;
    dispatchEvent(new Event('themechange'));
}

// What was chosen last time, else what the system says, also when it changes its mind.
export function followTheme() {
    apply();
    system.addEventListener('change', apply);
}

export function toggleTheme() {
    keep(currentTheme() === 'dark' ? 'light' : 'dark');
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
