# Links a Chromium to $1/chromium; says in $1.absent why it cannot be had.
found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
found >/dev/null || (apt-get update --quiet; apt-get install --yes --quiet --no-install-recommends chromium) >/dev/null 2>&1 || true
if found >/dev/null; then
    mkdir -p "$1" && ln -sfn "$(found)" "$1/chromium"
else
    echo "A browser cannot be had here: it needs Chromium, apt-get install chromium" | tee "$1.absent"
fi
