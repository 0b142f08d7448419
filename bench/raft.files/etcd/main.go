// Three members of one group in one thread with etcd's raft library, under the same load as the program beside it: messages are
// delivered in order, everything handed to storage is durable at once, and the log is compacted at the same distance.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"runtime"
	"time"

	"go.etcd.io/etcd/raft"
	"go.etcd.io/etcd/raft/raftpb"
)

type member struct {
	node    *raft.RawNode
	storage *raft.MemoryStorage
	applied uint64
	base    uint64
}

type group struct {
	members []*member
	network []raftpb.Message
	spare   []raftpb.Message
}

func newGroup(check bool) *group {
	g := &group{}
	peers := []raft.Peer{{ID: 1}, {ID: 2}, {ID: 3}}
	for id := uint64(1); id <= 3; id++ {
		storage := raft.NewMemoryStorage()
		node, err := raft.NewRawNode(&raft.Config{
			ID: id, ElectionTick: 10, HeartbeatTick: 1, Storage: storage, MaxSizePerMsg: 256 * 1024, MaxInflightMsgs: 64,
			MaxUncommittedEntriesSize: 64 << 20, CheckQuorum: check, PreVote: true,
			Logger: &raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
		})
		if err != nil {
			panic(err)
		}
		if err := node.Bootstrap(peers); err != nil {
			panic(err)
		}
		g.members = append(g.members, &member{node: node, storage: storage})
	}
	g.run()
	if err := g.members[0].node.Campaign(); err != nil {
		panic(err)
	}
	g.run()
	return g
}

func (g *group) run() {
	for _, m := range g.members {
		g.settle(m)
	}
	for len(g.network) > 0 {
		messages := g.network
		g.network, g.spare = g.spare[:0], nil
		for _, message := range messages {
			to := g.members[message.To-1]
			_ = to.node.Step(message)
			g.settle(to)
		}
		g.spare = messages
	}
}

func (g *group) settle(m *member) {
	for m.node.HasReady() {
		ready := m.node.Ready()
		if !raft.IsEmptyHardState(ready.HardState) {
			_ = m.storage.SetHardState(ready.HardState)
		}
		_ = m.storage.Append(ready.Entries)
		g.network = append(g.network, ready.Messages...)
		for _, entry := range ready.CommittedEntries {
			if entry.Type == raftpb.EntryConfChange {
				var change raftpb.ConfChange
				if err := change.Unmarshal(entry.Data); err != nil {
					panic(err)
				}
				m.node.ApplyConfChange(change)
			}
			m.applied = entry.Index
		}
		if m.applied-m.base > 10000+1000 {
			m.base = m.applied - 1000
			_ = m.storage.Compact(m.base)
		}
		m.node.Advance(ready)
	}
}

func (g *group) tick() {
	for _, m := range g.members {
		m.node.Tick()
	}
	g.run()
}

func measure(batch, rounds int) {
	g := newGroup(true)
	command := make([]byte, 16)
	commit := func() {
		for i := 0; i < batch; i++ {
			if err := g.members[0].node.Propose(command); err != nil {
				panic(err)
			}
		}
		g.run()
	}
	for i := 0; i < rounds/10; i++ {
		commit()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := g.members[0].node.Status().Commit
	begin := time.Now()
	for i := 0; i < rounds; i++ {
		commit()
	}
	elapsed := time.Since(begin)
	runtime.ReadMemStats(&after)
	committed := g.members[0].node.Status().Commit - start
	fmt.Printf("{\"case\":\"commit\",\"batch\":%d,\"committed\":%d,\"seconds\":%.6f,\"bytesPerEntry\":%.1f}\n",
		batch, committed, elapsed.Seconds(), float64(after.TotalAlloc-before.TotalAlloc)/float64(committed))
}

func idle(count, ticks int) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	groups := make([]*group, count)
	for i := range groups {
		groups[i] = newGroup(true)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	begin := time.Now()
	for t := 0; t < ticks; t++ {
		for _, g := range groups {
			g.tick()
		}
	}
	elapsed := time.Since(begin)
	fmt.Printf("{\"case\":\"idle\",\"groups\":%d,\"secondsPerTick\":%.6f,\"bytesPerMember\":%.1f}\n",
		count, elapsed.Seconds()/float64(ticks), float64(after.HeapAlloc-before.HeapAlloc)/float64(count*3))
	runtime.KeepAlive(groups)
}

func main() {
	name := flag.String("case", "commit", "commit or idle")
	batch := flag.Int("batch", 1, "commands proposed at once")
	rounds := flag.Int("rounds", 100000, "rounds")
	groups := flag.Int("groups", 10000, "idle groups")
	ticks := flag.Int("ticks", 20, "ticks of all groups")
	flag.Parse()
	if *name == "idle" {
		idle(*groups, *ticks)
	} else {
		measure(*batch, *rounds)
	}
}
