"""Answers to lecture 27 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of

climb = of("climb(x, masses, parents, size)")
half = of("half_lives(kappa)")
steps = of("climb_steps(depth, u)")
gains = of("level_gains(seen, sizes, sigma)")
arrive = of("arrive(mass, mean, parents, leaf, value)")

ANSWERS = {
    "27.1": {
        "right": [
            climb("""
                means, details = [], [0.0] * len(x)
                for p in range(size):
                    top = bottom = 0.0
                    for i in range(len(x)):
                        if parents[i] == p and masses[i] > 0:
                            top += masses[i] * x[i]
                            bottom += masses[i]
                    means.append(top / bottom)
                for i in range(len(x)):
                    if masses[i] > 0:
                        details[i] = x[i] - means[parents[i]]
                return means, details
            """),
            climb("""
                P = np.zeros((len(x), size))
                P[np.arange(len(x)), parents] = 1
                filled = np.nan_to_num(x)
                M = np.diag(masses)
                means = np.linalg.solve(P.T @ M @ P, P.T @ M @ filled)
                return means, (filled - P @ means) * (masses > 0)
            """),
            climb("""
                m = torch.as_tensor(masses)
                v = torch.where(m > 0, torch.as_tensor(x), torch.zeros(len(x), dtype=torch.float64))
                idx = torch.as_tensor(parents)
                top = torch.zeros(size, dtype=torch.float64).index_add(0, idx, m * v)
                bottom = torch.zeros(size, dtype=torch.float64).index_add(0, idx, m)
                means = top / bottom
                return means, torch.where(m > 0, v - means[idx], 0 * v)
            """),
            climb("""
                import pandas
                rows = pandas.DataFrame({"m": masses, "mx": np.nan_to_num(masses * x), "parent": parents})
                total = rows.groupby("parent").sum()
                means = (total.mx / total.m).to_numpy()
                return means, np.nan_to_num(x - means[parents])
            """),
        ],
        "wrong": [
            climb("""
                means = np.array([np.nanmean(x[parents == p]) for p in range(size)])
                return means, np.nan_to_num(x - means[parents])
            """),
            climb("""
                means = np.array([np.mean(np.nan_to_num(x)[parents == p]) for p in range(size)])
                return means, np.where(masses > 0, x - means[parents], 0)
            """),
            climb("""
                means = np.array([np.average(x[parents == p], weights=masses[parents == p]) for p in range(size)])
                return means, x - means[parents]
            """),
            climb("""
                x = np.nan_to_num(x)
                means = np.array([np.average(x[parents == p], weights=masses[parents == p]) for p in range(size)])
                return means, x - means[parents]
            """),
            climb("""
                x = np.nan_to_num(x)
                means = np.array([np.average(x[parents == p], weights=masses[parents == p]) for p in range(size)])
                return means, np.where(masses > 0, means[parents] - x, 0)
            """),
            climb("""
                x = np.nan_to_num(x)
                means = np.array([(masses * x)[parents == p].sum() for p in range(size)])
                return means, np.where(masses > 0, x - means[parents], 0)
            """),
            climb("""
                x = np.nan_to_num(x)
                mass = np.bincount(parents, masses, size)
                means = np.bincount(parents, masses * x, size) / mass
                return np.where(masses > 0, x - means[parents], 0), means
            """),
            climb("""
                x = np.nan_to_num(x)
                means = np.bincount(parents, masses * x, size) / masses.sum()
                return means, np.where(masses > 0, x - means[parents], 0)
            """),
            climb("""
                mass = np.bincount(parents, masses, size)
                means = np.bincount(parents, masses * np.nan_to_num(x), size) / mass
                return means, x - means[parents]
            """),
            climb("""
                x = np.where(masses > 0, x, 0)
                mass = np.bincount(parents, masses, size)
                means = np.bincount(parents, masses * x, size) / mass
                return means, masses * (x - means[parents])
            """),
            climb("""
                k=masses>0
                x=np.where(k,x,0)
                m=np.bincount(parents,masses*x,size)/np.bincount(parents,masses,size)
                return m, np.where(k,x-m.mean(),0)
            """),
            climb("""
                m=np.array([np.nanmedian(x[parents==p]) for p in range(size)])
                return m, np.nan_to_num(x-m[parents])
            """),
            climb("""
                k=masses>0
                x=np.where(k,x,np.nanmean(x))
                m=np.array([x[parents==p].mean() for p in range(size)])
                return m, np.where(k,x-m[parents],0)
            """),
            climb("""
                k=masses>0
                x=np.where(k,x,0)
                m=np.bincount(parents,masses*x,size)/np.bincount(parents,masses,size)
                return m, np.where(k,x-m[parents],m[parents])
            """),
            climb("""
                k=masses>0
                x=np.where(k,x,0)
                m=np.bincount(parents,masses**2*x,size)/np.bincount(parents,masses**2,size)
                return m, np.where(k,x-m[parents],0)
            """),
        ],
    },
    "27.2": {
        "right": [
            half("return [np.log(2) / (2 * sum(kappa[l:])) for l in range(len(kappa))]"),
            half("return np.log(2) / 2 / (kappa.sum() - np.concatenate([[0], np.cumsum(kappa)[:-1]]))"),
            half("""
                k = torch.as_tensor(kappa)
                return 0.5 * torch.log(torch.tensor(2.0, dtype=torch.float64)) / k.flip(0).cumsum(0).flip(0)
            """),
            half("""
                times, rate = [], 0.0
                for k in reversed(list(kappa)):
                    rate += k
                    times.insert(0, float(np.log(np.sqrt(2)) / rate))
                return times
            """),
        ],
        "wrong": [
            half("return [np.log(2) / sum(kappa[l:]) for l in range(len(kappa))]"),
            half("return np.log(2) / (2 * np.cumsum(kappa))"),
            half(
                "return np.array([np.log(2) / (2 * sum(kappa[l + 1:])) if l + 1 < len(kappa) else np.inf for l in range(len(kappa))])"
            ),
            half("return [1 / (2 * sum(kappa[l:])) for l in range(len(kappa))]"),
            half("return np.full(len(kappa), np.log(2) / (2 * kappa.sum()))"),
            half("return [2 * np.log(2) / sum(kappa[l:]) for l in range(len(kappa))]"),
            half("return np.log(2) / (2 * np.cumsum(kappa[::-1]))"),
            half("return np.log(0.5) / (2 * np.cumsum(kappa[::-1])[::-1])"),
            half("return [np.log(2) / (2 * k) if k > 0 else np.inf for k in kappa]"),
            half("return np.log2(2) / (2 * np.cumsum(kappa[::-1])[::-1])"),
            half("""
                return np.exp(-2*np.cumsum(kappa[::-1])[::-1])
            """),
            half("""
                return np.sqrt(2)/(np.cumsum(kappa[::-1])[::-1])
            """),
            half("""
                return np.log(2)/(4*np.cumsum(kappa[::-1])[::-1])
            """),
            half("""
                return np.log(2)/(2*np.cumprod(kappa[::-1])[::-1])
            """),
            half("""
                return np.log(2)/(2*np.mean(kappa))*np.ones(len(kappa))
            """),
        ],
    },
    "27.3": {
        "right": [
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append((1 + (1 - u) * e[-1]) / u)
                return sum(e)
            """),
            steps("""
                Q = np.zeros((depth, depth))
                for l in range(depth):
                    up = 1.0 if l == 0 else u
                    if l + 1 < depth:
                        Q[l, l + 1] = up
                    if l > 0:
                        Q[l, l - 1] = 1 - u
                return np.linalg.solve(np.eye(depth) - Q, np.ones(depth))[0]
            """),
            steps("""
                from fractions import Fraction
                u = Fraction(u)
                e, total = Fraction(1), Fraction(0)
                for _ in range(depth):
                    total += e
                    e = 1 / u + (1 - u) / u * e
                return total
            """),
            steps("""
                r = (1 - u) / u
                return sum(r**l + sum(r**k for k in range(l)) / u for l in range(depth))
            """),
        ],
        "wrong": [
            steps("return depth / u"),
            steps("return depth / (2 * u - 1) if u != 0.5 else float('inf')"),
            steps("""
                e = [1 / u]
                for _ in range(depth - 1):
                    e.append((1 + (1 - u) * e[-1]) / u)
                return sum(e)
            """),
            steps("""
                e = [1.0]
                for _ in range(depth):
                    e.append((1 + (1 - u) * e[-1]) / u)
                return sum(e)
            """),
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append((1 + (1 - u) * e[-1]) / u)
                return e[-1]
            """),
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append(1 + (1 - u) * e[-1])
                return sum(e)
            """),
            steps("return 1 + (depth - 1) / u"),
            steps("return depth**2"),
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append(u + (1 - u) * (1 + e[-1]) / u)
                return sum(e)
            """),
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append(1 / u)
                return sum(e)
            """),
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append(1 + (1 - u) * (e[-1] + 1))
                return sum(e)
            """),
            steps("""
                e = [1.0]
                for _ in range(depth - 1):
                    e.append((1 + u * e[-1]) / (1 - u) if u < 1 else float("inf"))
                return sum(e)
            """),
            steps("""
                return (depth - 1)/(2*u - 1) + 1 if u != .5 else np.inf
            """),
            steps("""
                return u**-depth
            """),
            steps("""
                e=1.0
                t=1.0
                for _ in range(depth-1):
                    e=(1+(1-u)*e)/u
                    t*=e
                return t
            """),
            steps("""
                e=0.0
                t=0.0
                for _ in range(depth):
                    e=(1+(1-u)*e)/u
                    t+=e
                return t
            """),
            steps("""
                return round(depth/u)
            """),
        ],
    },
    "27.4": {
        "right": [
            gains("""
                out = []
                for l, E in enumerate(seen):
                    noise = sigma**2 * (sizes[l] - sizes[l + 1]) / sizes[0]
                    out.append(0.0 if E == 0 else max(0.0, 1 - noise / E))
                return out
            """),
            gains("""
                noise = -sigma**2 * np.diff(sizes) / sizes[0]
                signal = np.clip(seen - noise, 0, None)
                return np.divide(signal, seen, out=np.zeros(len(seen)), where=seen > 0)
            """),
            gains("""
                n = torch.as_tensor(sizes, dtype=torch.float64)
                E = torch.as_tensor(seen, dtype=torch.float64)
                s = torch.relu(E - sigma**2 * (n[:-1] - n[1:]) / n[0])
                return torch.where(E > 0, s / E.clamp(min=1e-300), 0 * E)
            """),
        ],
        "wrong": [
            gains("return np.maximum(0, seen - sigma**2) / np.where(seen > 0, seen, 1)"),
            gains("return np.maximum(0, seen - sigma**2 * sizes[:-1] / sizes[0]) / np.where(seen > 0, seen, 1)"),
            gains("return seen / (seen + sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0])"),
            gains("return (seen - sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]) / np.where(seen > 0, seen, 1)"),
            gains("return np.maximum(0, seen - sigma**2 * (sizes[:-1] - sizes[1:])) / np.where(seen > 0, seen, 1)"),
            gains(
                "return np.maximum(0, seen - sigma * (sizes[:-1] - sizes[1:]) / sizes[0]) / np.where(seen > 0, seen, 1)"
            ),
            gains("""
                noise = sigma**2 / 4.0 ** np.arange(len(seen))
                return np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)
            """),
            gains("""
                noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[:-1]
                return np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)
            """),
            gains("""
                noise = sigma**2 * sizes[1:] / sizes[0]
                return np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)
            """),
            gains("""
                noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]
                signal = np.maximum(0, seen - noise)
                return signal / (seen + noise)
            """),
            gains("""
                noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]
                return np.maximum(0, 1 - np.sqrt(noise / np.where(seen > 0, seen, 1))) * (seen > 0)
            """),
            gains("""
                noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]
                return np.maximum(0, 1 - noise / seen)
            """),
            gains("""
                noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]
                return np.maximum(0, seen - noise)
            """),
            gains("""
                noise=sigma**2*sizes[0]/sizes[:-1]
                return np.maximum(0,seen-noise)/np.where(seen>0,seen,1)
            """),
            gains("""
                noise=sigma**2*(sizes[:-1]-1)/sizes[0]
                return np.maximum(0,seen-noise)/np.where(seen>0,seen,1)
            """),
            gains("""
                noise=sigma**2*(1/sizes[1:]-1/sizes[:-1])
                return np.maximum(0,seen-noise)/np.where(seen>0,seen,1)
            """),
            gains("""
                noise=sigma**2*(sizes[:-1]-sizes[1:])/sizes[0]
                return np.clip(seen/(seen+noise),0,1)*(seen>0)
            """),
            gains("""
                noise=sigma**2*(sizes[:-1]-sizes[1:])/sizes[0]
                return np.abs(seen-noise)/np.where(seen>0,seen,1)
            """),
        ],
    },
    "27.5": {
        "right": ["0.08", "np.float64(0.08)", "torch.tensor(0.08)"],
        "wrong": [
            "0.0",
            "1.0",
            "0.16",
            ("0.3", "no mistake in mind leads there"),
            ("8.0", "a place in the list of other times"),
            ("4.0", "the place in the list of times"),
            ("0.12", "the error of a gain a level; near, and still not the time"),
            "0.06",
            "0.1",
            "0.1617",
            "0.02",
        ],
    },
    "27.6": {
        "right": [
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                line = [leaf]
                while parents[line[-1]] != -1:
                    line.append(parents[line[-1]])
                for i in line:
                    mean[i] = (mass[i] * mean[i] + value) / (mass[i] + 1)
                    mass[i] += 1
                return mass, mean
            """),
            arrive("""
                total, mass = mass * mean, mass.copy()
                node = leaf
                while node >= 0:
                    total[node] += value
                    mass[node] += 1
                    node = parents[node]
                return mass, np.where(mass > 0, total / np.maximum(mass, 1), 0)
            """),
            arrive("""
                def go(node, mass, mean):
                    if node < 0:
                        return mass, mean
                    mass[node] += 1
                    mean[node] += (value - mean[node]) / mass[node]
                    return go(int(parents[node]), mass, mean)
                return go(leaf, list(mass), list(mean))
            """),
            arrive("""
                total = mass * mean
                lines = [leaf]
                for node in lines:
                    if parents[node] >= 0:
                        lines.append(int(parents[node]))
                hit = np.isin(np.arange(len(mass)), lines)
                return mass + hit, (total + value * hit) / np.maximum(mass + hit, 1)
            """),
        ],
        "wrong": [
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node = leaf
                while node >= 0:
                    mass[node] += 1
                    mean[node] += (value - mean[node]) / mass[node]
                    value = mean[node]
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                mass[leaf] += 1
                mean[leaf] += (value - mean[leaf]) / mass[leaf]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node = leaf
                while node >= 0:
                    mean[node] += (value - mean[node]) / (mass[node] + 1)
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node = leaf
                while parents[node] >= 0:
                    mass[node] += 1
                    mean[node] += (value - mean[node]) / mass[node]
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node = leaf
                while node >= 0:
                    mass[node] += 1
                    mean[node] += (value - mean[node]) / (mass[node] + 1)
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                node = leaf
                while node >= 0:
                    mass[node] += 1
                    mean[node] += (value - mean[node]) / mass[node]
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node = leaf
                while node > 0:
                    mass[node] += 1
                    mean[node] += (value - mean[node]) / mass[node]
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node, step = leaf, value - mean[leaf]
                while node >= 0:
                    mass[node] += 1
                    mean[node] += step / mass[node]
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                mass[leaf] += 1
                mean[leaf] += (value - mean[leaf]) / mass[leaf]
                node = parents[leaf]
                while node >= 0:
                    mass[node] += 1
                    mean[node] = np.mean(mean[parents == node])
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass, mean = mass.copy(), mean.copy()
                node = leaf
                while node >= 0:
                    mean[node] += (value - mean[node]) / max(mass[node], 1)
                    mass[node] += 1
                    node = parents[node]
                return mass, mean
            """),
            arrive("""
                mass,mean=mass.copy(),mean.copy()
                n=leaf
                while n>=0:
                    mean[n]=(mean[n]+value)/2
                    mass[n]+=1
                    n=parents[n]
                return mass,mean
            """),
            arrive("""
                mass,mean=mass.copy(),mean.copy()
                n=leaf
                old=mean[leaf]
                while n>=0:
                    mass[n]+=1
                    mean[n]+=(value-old)/mass[n]
                    n=parents[n]
                return mass,mean
            """),
            arrive("""
                mass,mean=mass.copy(),mean.copy()
                for n in range(len(mass)):
                    mass[n]+=1
                    mean[n]+=(value-mean[n])/mass[n]
                return mass,mean
            """),
            arrive("""
                mass,mean=mass.copy(),mean.copy()
                n=leaf
                while n>=0:
                    mass[n]+=1
                    mean[n]+=value/mass[n]
                    n=parents[n]
                return mass,mean
            """),
            arrive("""
                mass,mean=mass.copy(),mean.copy()
                n=leaf
                while n>=0:
                    mass[n]+=1
                    mean[n]+=(value-mean[n])/mass[n]
                    value=value/2
                    n=parents[n]
                return mass,mean
            """),
        ],
    },
}
