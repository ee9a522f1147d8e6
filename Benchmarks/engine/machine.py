"""Where the figures come from: without it they say nothing."""
import os
import subprocess


def footer(begun, folder):
    """The machine, its programs, and how busy it was before and behind the run."""
    return [
        f"{processor()}, {os.cpu_count()} cores, {memory()} GiB; Linux {os.uname().release}; ledgers in {folder}",
        f"{words(['go', 'version'])}; robfig/cron {package('golang-github-robfig-cron-dev')},"
        f" go-sqlite3 {package('golang-github-mattn-go-sqlite3-dev')}; SQLite with WAL and synchronous=FULL on both sides",
        f"load average at the beginning {averages(begun)}, at the end {averages(os.getloadavg())}: others that compute make every figure worse",
    ]


def averages(values):
    return " ".join(f"{value:.2f}" for value in values)


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown processor")


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30


def words(command):
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout.strip()


def package(name):
    return words(["dpkg-query", "--show", "--showformat=${Version}", name]) or "of unknown version"
