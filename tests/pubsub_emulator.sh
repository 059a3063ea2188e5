# Links Google's Pub/Sub emulator to $1; says in $1.absent why it cannot be had.
sdk() { gcloud info --format='value(installation.sdk_root)' 2>/dev/null || true; }
found() { test -x "$(sdk)/platform/pubsub-emulator/bin/cloud-pubsub-emulator"; }
found || apt-get install --yes --quiet google-cloud-cli-pubsub-emulator >/dev/null 2>&1 || true
if found && command -v java >/dev/null; then
    ln -sfn "$(sdk)/platform/pubsub-emulator" "$1"
else
    echo "Google's Pub/Sub emulator cannot be had here: it needs Java and" \
        "apt-get install google-cloud-cli-pubsub-emulator" | tee "$1.absent"
fi
