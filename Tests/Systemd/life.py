"""The life of an installation, step by step. Each step leaves the daemon running for the next."""

import calendar
import json
import os
import time

from machine import Failed, eventually

UNIT = "carillon.service"
DROP_INS = "/etc/systemd/system/carillon.service.d"


def expect(truth, sentence):
    if not truth:
        raise Failed(sentence)


def say(sentence):
    print(f"     {sentence}", flush=True)


def seconds(instant):
    return calendar.timegm(time.strptime(instant[:19], "%Y-%m-%dT%H:%M:%S"))


class Life:
    NOT_HERE = [
        "limits of commands (memory, processors): the machine below delegates no controllers to a container",
        "device rules of the unit (PrivateDevices=, DeviceAllow=): a container's devices are the container's",
        "time-sync.target and network-online.target: a container's clock and network are the machine's",
        "a power cut: kill -9 ends the process, not the disk's cache",
    ]

    def __init__(self, machine, target, package, next_package, old_package):
        self.machine, self.target = machine, target
        self.package, self.next_package, self.old_package = package, next_package, old_package

    def steps(self):
        names = """install exposure first_fire journal reload forbidden_commands other_user kill watchdog upgrade downgrade
            refused_downgrade older_schema credentials commands disk_full remove purge"""
        return [(name.replace("_", " "), getattr(self, name)) for name in names.split()]

    # Words for what is done often.

    def pid(self):
        return int(self.machine.run(f"systemctl show --value -p MainPID {UNIT}"))

    def is_active(self):
        return self.machine.run(f"systemctl is-active {UNIT}", check=False) == "active"

    def new_process(self, old, within=30):
        eventually("the daemon runs again", lambda: self.is_active() and self.pid() not in (0, old), within)

    def carillon(self, arguments, **options):
        return self.machine.run(f"carillon {arguments}", **options)

    def json(self, arguments):
        return json.loads(self.carillon(f"{arguments} --json"))

    def schedule(self, name, text):
        self.machine.write(f"/etc/carillon/schedules/{name}.yaml", f"name: {name}\n{text}")
        self.machine.run(f"systemctl reload {UNIT}")

    def configure(self, change):
        self.machine.run(f"sed -i '{change}' /etc/carillon/carillon.yaml")

    def drop_in(self, name, text):
        self.machine.write(f"{DROP_INS}/{name}.conf", text)
        self.machine.run("systemctl daemon-reload")

    def install_package(self, file):
        self.machine.copy_in(file, "/var/tmp/carillon.deb")
        self.machine.run("DEBIAN_FRONTEND=noninteractive dpkg --force-confold -i /var/tmp/carillon.deb")

    def audit_is_clean(self):
        audit = self.json("audit")
        expect(audit["faults"] == [], f"the audit found faults: {audit['faults']}")
        return audit["instants"]

    def pulse_goes_on(self, count=2):
        before = len(self.target.dues("pulse"))
        eventually("fires go on", lambda: len(self.target.dues("pulse")) >= before + count)

    def check_pulse(self):
        """Every second from the first fire to the last has exactly one request."""
        self.pulse_goes_on()
        # What was missed is made up for, in its turn.
        eventually("no instant is missing", lambda: not self.missing(), 60)
        dues = self.target.dues("pulse")
        doubled = sorted({due for due in dues if dues.count(due) > 1})
        expect(not doubled, f"sent twice: {doubled}")
        return len(dues)

    def missing(self):
        dues = {seconds(due) for due in self.target.dues("pulse")}
        return set(range(min(dues), max(dues) + 1)) - dues

    # The steps.

    def install(self):
        """the package's dependencies are there, it configures itself, and the unit is active and enabled"""
        self.install_package(self.package)
        expect(self.is_active(), "the unit is not active")
        expect(self.machine.run(f"systemctl is-enabled {UNIT}") == "enabled", "the unit is not enabled")
        say(self.machine.run(f"systemctl show --value -p StatusText {UNIT}"))
        say(self.machine.run("dpkg-query -W -f '${Package} ${Version}, needs ${Depends}' carillon"))
        say(self.machine.run("ls -ld /etc/carillon /var/lib/carillon /run/carillon /var/log/carillon").replace("\n", "\n     "))
        said = self.carillon("check", check=False)
        expect(said.endswith("0 errors, 0 warnings"), f"the packaged configuration is not checked without a word: {said}")

    def exposure(self):
        """the unit's exposure, and with the drop-in for commands"""
        expect(self.exposure_of_unit() <= 2.0, "the unit's exposure is above 2.0")
        self.machine.run(f"mkdir -p {DROP_INS} && cp /usr/share/doc/carillon/examples/carillon.service.d/commands.conf {DROP_INS}/")
        self.machine.run("systemctl daemon-reload")
        expect(self.exposure_of_unit() <= 3.0, "the exposure with the drop-in is above 3.0")
        self.machine.run(f"rm -r {DROP_INS} && systemctl daemon-reload")

    def exposure_of_unit(self):
        line = self.machine.run(f"systemd-analyze security --no-pager {UNIT} | tail -n 1", check=False)
        say(line)
        return float(line.split(":")[1].split()[0])

    def first_fire(self):
        """a schedule file, a reload, and the first fire arrives"""
        begun = time.monotonic()
        self.schedule("pulse", self.pulse())
        eventually("the first fire", lambda: self.target.dues("pulse"))
        say(f"{time.monotonic() - begun:.1f} s after the file was written")
        self.audit_is_clean()

    def pulse(self):
        return (
            f"interval_seconds: 1\ntrigger: {{kind: http, method: POST, url: {self.target.url('pulse')}}}\n"
            "policy: {misfire: all, overlap: allow}\n"
        )

    def journal(self):
        """journald has the fire's fields"""
        lines = eventually(
            "an entry with SCHEDULE=pulse", lambda: self.machine.run("journalctl -o json SCHEDULE=pulse -n 1 --no-pager", check=False)
        )
        entry = json.loads(lines.splitlines()[-1])
        shown = {name: entry.get(name) for name in ("MESSAGE", "PRIORITY", "SCHEDULE", "FIRE", "_TRANSPORT", "_SYSTEMD_UNIT")}
        say(str(shown))
        expect(entry["_TRANSPORT"] == "journal" and entry["_SYSTEMD_UNIT"] == UNIT and entry["FIRE"], "fields are missing")
        found = self.machine.run(f"journalctl -o cat FIRE={entry['FIRE']} --no-pager")
        expect(len(found.splitlines()) == 1, f"one fire has not one entry: {found}")

    def reload(self):
        """a reload applies files, keeps the last good version of a broken one, and loses no fire"""
        before = self.pid()
        self.schedule("later", f"cron_expression: \"0 3 * * *\"\ntrigger: {{kind: http, url: {self.target.url('later')}}}\n")
        eventually("the new schedule is listed", lambda: "later" in self.carillon("list"))
        self.machine.run("echo 'interval_seconds: [' >>/etc/carillon/schedules/later.yaml")
        self.machine.run(f"systemctl reload {UNIT}")
        eventually("the broken file is told", lambda: "later.yaml" in self.machine.run(f"journalctl -o cat -u {UNIT} --no-pager"))
        expect("later" in self.carillon("list"), "the last good version is gone")
        self.machine.run("rm /etc/carillon/schedules/later.yaml")
        self.machine.run(f"systemctl reload {UNIT}")
        eventually("the removed schedule is gone", lambda: "later" not in self.carillon("list"))
        expect(self.pid() == before, "the daemon was started anew")
        say(f"{self.check_pulse()} fires, one for each second")

    def forbidden_commands(self):
        """with commands: false a command is unbound, and check says why; with true, check names the drop-in"""
        self.schedule("job", 'interval_seconds: 3600\ntrigger: {kind: command, argv: [/bin/true]}\n')
        eventually("it is unbound", lambda: "commands: false" in self.carillon("show job"))
        said = self.carillon("check", check=False)
        expect("has commands: false" in said and not self.machine.succeeds("carillon check"), f"check does not say so: {said}")
        self.configure("s/^commands: false/commands: true/")
        said = self.carillon("check")
        expect("commands.conf" in said and "MemoryDenyWriteExecute" in said, f"check does not name the drop-in: {said}")
        say(next(line for line in said.splitlines() if "commands.conf" in line))
        self.configure("s/^commands: true/commands: false/")
        self.machine.run("rm /etc/carillon/schedules/job.yaml")
        self.machine.run(f"systemctl reload {UNIT}")

    def kill(self):
        """kill -9: started anew, nothing lost, the audit is clean"""
        before = self.pid()
        self.machine.run(f"kill -9 {before}")
        self.new_process(before)
        eventually("no instant is missing", lambda: self.pulse_goes_on() or not self.missing(), 60)
        say(f"the audit covers {self.audit_is_clean()} instants")
        dues = self.target.dues("pulse")
        keys = {(headers["Idempotency-Key"], headers["X-Carillon-Due"]) for headers in self.target.headers("pulse")}
        say(f"{len(dues)} requests for {len(keys)} fires (a request under way at the kill is sent again, with its key)")
        expect(len(keys) == len(set(dues)), "one instant has two keys")
        self.target.requests.clear()

    def watchdog(self):
        """a daemon that stands still is started anew"""
        self.drop_in("watchdog", "[Service]\nWatchdogSec=6\nTimeoutAbortSec=2\n")
        self.machine.run(f"systemctl restart {UNIT}")
        before = self.pid()
        self.machine.run(f"kill -STOP {before}")
        begun = time.monotonic()
        self.new_process(before, 60)
        say(f"{time.monotonic() - begun:.1f} s after SIGSTOP, with WatchdogSec=6")
        expect("Watchdog timeout" in self.machine.run(f"journalctl -u {UNIT} --no-pager"), "it was not the watchdog")
        self.machine.run(f"rm -r {DROP_INS} && systemctl daemon-reload && systemctl restart {UNIT}")
        self.pulse_goes_on()
        self.audit_is_clean()
        self.target.requests.clear()
        self.pulse_goes_on()

    def upgrade(self):
        """to the next version, one fire a second: none lost, none doubled; what was decided about a folder stays"""
        self.machine.run("dpkg-statoverride --update --add root carillon 2770 /etc/carillon/schedules && chmod 0755 /etc/carillon")
        self.change_version(self.next_package)
        said = self.machine.run("stat -c '%U %G %a' /etc/carillon /etc/carillon/schedules")
        self.machine.run("dpkg-statoverride --remove /etc/carillon/schedules && chmod 0750 /etc/carillon /etc/carillon/schedules")
        expect(said == "root carillon 755\nroot carillon 2770", f"the upgrade did not leave the folders as it was decided: {said}")

    def other_user(self):
        """an instance of another user reads its configuration, with the group that may"""
        unit, drop_ins = "carillon@other.service", "/etc/systemd/system/carillon@other.service.d"
        self.machine.run("useradd --system --user-group other && mkdir /etc/carillon/schedules-other")
        self.machine.write("/etc/carillon/other.yaml", "state_directory: /var/lib/carillon-other\nschedules: [schedules-other]\n")
        self.machine.write(f"{drop_ins}/user.conf", "[Service]\nUser=other\nGroup=other\nSupplementaryGroups=carillon\n")
        self.machine.run(f"systemctl daemon-reload && systemctl start {unit}")
        said = self.machine.run(f"ps -o user= -p $(systemctl show --value -p MainPID {unit})")
        self.machine.run(f"systemctl stop {unit} && rm -r {drop_ins} /etc/carillon/*other* /var/lib/carillon-other /var/log/carillon-other")
        self.machine.run("systemctl daemon-reload && userdel other")
        expect(said == "other", f"the instance's user is {said}")

    def downgrade(self):
        """and back"""
        self.change_version(self.package)

    def refused_downgrade(self):
        """one store cannot be taken back: this version stays, and the store that was taken back before it holds what it held"""
        self.carillon("keys create kept --role viewer")
        before, other = self.pid(), "/var/lib/carillon-broken"
        self.machine.run(f"install -d -o carillon -g carillon {other}")
        self.machine.run(f"echo nonsense >{other}/carillon.db && chown carillon: {other}/carillon.db")
        # One that runs without being enabled is started again all the same.
        self.machine.run(f"systemctl disable {UNIT}")
        self.machine.copy_in(self.old_package, "/var/tmp/older.deb")
        said = self.machine.run("DEBIAN_FRONTEND=noninteractive dpkg --force-confold -i /var/tmp/older.deb 2>&1", check=False)
        self.machine.run(f"rm -r {other} && systemctl enable {UNIT}")
        expect("this version stays" in said and "/var/lib/carillon/carillon.db had been taken back" in said, f"dpkg does not say so: {said}")
        self.new_process(before, 5)
        expect("kept" in self.carillon("keys list"), "the key is gone")
        say(f"{self.check_pulse()} fires, one for each second; the audit covers {self.audit_is_clean()} instants")

    def older_schema(self):
        """to a release whose store is one schema older: the package takes the store back first, and forth again"""
        self.change_version(self.old_package)
        copies = self.machine.run("ls /var/lib/carillon/carillon.db.schema-*")
        say(f"the store as it was is kept: {copies}")
        self.change_version(self.package)

    def change_version(self, package):
        before, begun = self.pid(), time.time()
        self.pulse_goes_on(3)
        self.install_package(package)
        self.new_process(before, 5)
        say(self.machine.run("dpkg-query -W -f 'now ${Version}' carillon"))
        say(f"{self.check_pulse()} fires, one for each second; the audit covers {self.audit_is_clean()} instants")
        rows = [row for row in self.json("runs pulse --limit 100")["items"] if seconds(row["due"]) > begun]
        late = max((row["lateness_ms"] or 0) for row in rows) / 1000
        say(f"the latest was sent {late:.1f} s after it was due")

    def credentials(self):
        """a secret reaches the trigger, and no other user, no environment, no log"""
        secret = "ZENKEY_only_by_credential"
        self.machine.write("/etc/credstore/zenml-api-key", secret + "\n", mode=0o600)
        self.machine.run(f"systemctl restart {UNIT}")
        header = 'headers: {X-Key: "{{credential:zenml-api-key}}"}'
        self.schedule("secret", f"interval_seconds: 3600\ntrigger: {{kind: http, method: POST, url: {self.target.url('secret')}, {header}}}\n")
        eventually("it is listed", lambda: "secret" in self.carillon("list"))
        self.carillon("trigger secret --wait")
        expect(self.target.headers("secret")[-1]["X-Key"] == secret, "the target did not get it")
        for user, path in [("nobody", "/run/credentials/carillon.service/zenml-api-key"), ("carillon", "/etc/credstore/zenml-api-key")]:
            expect(not self.machine.succeeds(f"runuser -u {user} -- cat {path}"), f"{user} can read {path}")
        for place in [f"tr '\\0' '\\n' </proc/{self.pid()}/environ", "journalctl --no-pager", "cat /var/lib/carillon/carillon.db*"]:
            expect(not self.machine.succeeds(f"{place} | grep -q {secret}"), f"it is in: {place}")
        self.machine.run("rm /etc/carillon/schedules/secret.yaml /etc/credstore/zenml-api-key")
        self.machine.run(f"systemctl restart {UNIT}")
        say("without the file the unit starts too")

    def commands(self):
        """with the drop-in, commands go on over a restart, an upgrade's included, and over kill -9"""
        self.machine.run(f"mkdir -p {DROP_INS} && cp /usr/share/doc/carillon/examples/carillon.service.d/commands.conf {DROP_INS}/")
        self.configure("s/^commands: false/commands: true/")
        script = "echo begun; hostname -I && echo listed; sleep 12; echo ended"
        self.schedule("job", f'interval_seconds: 86400\ntrigger: {{kind: command, argv: [/bin/sh, -c, "{script}"]}}\n')
        self.machine.run(f"systemctl daemon-reload && systemctl restart {UNIT}")
        said = self.carillon("check", check=False)
        expect(said.endswith("0 errors, 0 warnings"), f"check has something to say: {said}")
        self.carillon("trigger job")
        command = eventually("the command runs", lambda: self.machine.run(f"pgrep -f '^/bin/sh -c echo begun'", check=False))
        group = self.machine.run(f"grep '^0::' /proc/{command}/cgroup")
        say(f"process {command} in {group}")
        expect("carillon.service/run-" in group, "the command has no control group of its own")
        before = self.pid()
        self.machine.run(f"systemctl restart {UNIT}")
        self.new_process(before)
        self.machine.run("dpkg --force-confold -i /var/tmp/carillon.deb")
        before = self.pid()
        self.machine.run(f"kill -9 {before}")
        self.new_process(before)
        expect(self.machine.succeeds(f"kill -0 {command}"), "the command is gone")
        eventually("its end is in the ledger", lambda: "succeeded" in self.carillon("runs job"))
        said = self.carillon("logs job")
        expect("ended" in said, "its output is not whole")
        expect("listed" in said, "it could not list the network interfaces")
        eventually("its control group is gone", lambda: not self.machine.run("ls -d /sys/fs/cgroup/system.slice/carillon.service/run-* 2>/dev/null", check=False))
        # As limits ask for it: a shutdown must not end the command before the supervisor, which tells why it ended.
        scope = "--scope --quiet --collect --no-ask-password --property=DefaultDependencies=no --unit=probe.scope --property=TasksMax=64"
        said = self.machine.run(f"systemd-run {scope} -- systemctl show -p Conflicts -p TasksMax probe.scope")
        expect("TasksMax=64" in said and "shutdown.target" not in said, f"the scope is not as it was asked for: {said}")
        self.configure("s/^commands: true/commands: false/")
        self.machine.run(f"rm -r {DROP_INS} /etc/carillon/schedules/job.yaml && systemctl daemon-reload && systemctl restart {UNIT}")

    def disk_full(self):
        """a full disk under the ledger: nothing is started unwritten, it is said, and all goes on when there is room"""
        self.machine.run(f"systemctl stop {UNIT}")
        self.machine.run("mkdir /run/kept && cp -a /var/lib/carillon/. /run/kept/")
        self.machine.run("mount -t tmpfs -o size=24m,mode=0750,uid=$(id -u carillon),gid=$(id -g carillon) tmpfs /var/lib/carillon")
        self.machine.run("cp -a /run/kept/. /var/lib/carillon/")
        self.machine.run(f"systemctl start {UNIT}")
        self.pulse_goes_on()
        self.machine.run("cat /dev/zero >/var/lib/carillon/filler", check=False)
        eventually("it is said", lambda: self.machine.succeeds(f"journalctl -o cat -u {UNIT} --no-pager | grep 'ledger cannot be written'"), 60)
        said = eventually("the status says so", lambda: self.unhealthy(), 90)
        say(said)
        count = len(self.target.dues("pulse"))
        time.sleep(3)
        expect(len(self.target.dues("pulse")) == count, "something was started that is not in the ledger")
        self.machine.run("rm /var/lib/carillon/filler")
        self.pulse_goes_on()
        eventually("the daemon is well again", lambda: not self.unhealthy(), 120)
        say(f"the audit covers {self.audit_is_clean()} instants")
        self.machine.run(f"systemctl stop {UNIT} && umount /var/lib/carillon && systemctl start {UNIT}")

    def unhealthy(self):
        # Its exit status says the same.
        status = json.loads(self.carillon("status --json", check=False))
        return "" if status["health"] == "ok" else "; ".join(status["health_reasons"])

    def remove(self):
        """a removed package keeps the ledger and the configuration"""
        self.machine.run("dpkg --remove carillon")
        expect(not self.machine.succeeds("pgrep -x carillon"), "the daemon still runs")
        for path in ["/var/lib/carillon/carillon.db", "/etc/carillon/carillon.yaml", "/etc/carillon/schedules/pulse.yaml"]:
            expect(self.machine.succeeds(f"test -e {path}"), f"{path} is gone")
        self.install_package(self.package)
        self.pulse_goes_on()
        self.audit_is_clean()
        say("installed again it goes on with the same ledger")

    def purge(self):
        """purge takes the state too, and leaves it whole where something is mounted below it"""
        state, elsewhere = "/var/lib/carillon", "/var/lib/elsewhere"
        # Of the same file system: the mount table alone tells.
        self.machine.run(f"mkdir {elsewhere} {state}/data && mount --bind {elsewhere} {state}/data && echo kept >{elsewhere}/set")
        said = self.machine.run("dpkg --purge carillon 2>&1")
        expect(f"something is mounted below {state}: it is left as it is" in said, f"purge does not say what it leaves: {said}")
        for path in [f"{elsewhere}/set", f"{state}/carillon.db"]:
            expect(self.machine.succeeds(f"test -e {path}"), f"{path} was deleted, though something is mounted below {state}")
        self.machine.run(f"umount {state}/data && rm -r {elsewhere}")
        self.install_package(self.package)
        self.machine.run("dpkg --purge carillon")
        left = self.machine.run("ls -d /var/lib/carillon /etc/carillon /run/carillon /var/log/carillon 2>/dev/null", check=False)
        expect(not left, f"left behind: {left}")
        expect(not os.path.exists(os.path.join(self.machine.folder, "usr/bin/carillon")), "the program is left behind")
